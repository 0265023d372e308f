package cmd

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/api/runner"
	"glimpse/cmd/config"
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/backend"
)

// fromConfiguration gives the screen its clouds: the configuration and the client
// layer, in the screen's words.
type fromConfiguration struct {
	env  clouds.Env
	opts *options
	log  *slog.Logger
	// state is the folder of what outlives a session. ctx ends when the user
	// wants the program to end at once.
	state string
	begun begunJobs
	// early is a connection that was begun before the screen asked for it; nil
	// without one, and once something was asked for.
	early atomic.Pointer[earlyConnection]
	ctx   context.Context //nolint:containedctx // it is the life of the program, not of a call
}

var _ backend.Backend = (*fromConfiguration)(nil)

// Clouds implements backend.Backend.
func (b *fromConfiguration) Clouds(context.Context) ([]backend.Cloud, error) {
	config, err := clouds.Load(b.env)
	if err != nil {
		return nil, err
	}
	entries := config.Names()
	if len(entries) == 0 {
		_, err := config.Cloud("", "")
		return nil, err
	}
	choices := make([]backend.Cloud, 0, len(entries))
	for _, entry := range entries {
		summary := strings.Join(notEmpty(entry.Project, entry.AuthURL), " at ")
		if entry.Problem != nil {
			summary = "cannot be used: " + firstLine(entry.Problem.Error())
		}
		choices = append(choices, backend.Cloud{
			Name: entry.Name, Summary: text.Escape(summary), Color: b.opts.cloudSettings(entry.Name).Color,
		})
	}
	return choices, nil
}

// Connect implements backend.Backend.
func (b *fromConfiguration) Connect(ctx context.Context, target backend.Target) (backend.Session, error) {
	if early := b.early.Swap(nil); early != nil {
		if early.target == target {
			return early.session(ctx)
		}
		early.giveUp()
	}
	return b.connect(ctx, target)
}

func (b *fromConfiguration) connect(ctx context.Context, target backend.Target) (backend.Session, error) {
	name, region := target.Cloud, target.Region
	config, err := clouds.Load(b.env)
	if err != nil {
		return nil, err
	}
	if region == "" && name == b.opts.cloud {
		region = b.opts.region
	}
	cloud, err := choose(config, b.opts, name, region)
	if err != nil {
		return nil, err
	}
	if target.Project != "" {
		if cloud, err = cloud.WithProject(target.Project); err != nil {
			return nil, err
		}
	}
	for _, warning := range cloud.Warnings {
		b.log.Warn("cloud configuration", "cloud", cloud.Name, "warning", warning.String())
	}
	settings := b.opts.cloudSettings(cloud.Name)
	client, err := api.Connect(ctx, cloud, clientOptions(b.opts, &cloud, b.env, b.log))
	if err != nil {
		return nil, err
	}
	// A client that only reads refuses to change anything; what was left
	// unfinished can be seen all the same.
	return &session{
		client: client, settings: settings, start: b.opts.startOf(settings),
		changes: newChanges(b.ctx, client, b.state, &b.begun, runner.Options{Workers: b.opts.workers(), KeepRecords: true}),
	}, nil
}

// session is one connection, in the screen's words.
type session struct {
	client   *api.Client
	settings config.Cloud
	start    *query.Query
	// changes is nil where the connection only reads.
	changes *changes
}

var _ backend.Session = (*session)(nil)

// About implements backend.Session.
func (s *session) About() backend.About {
	return backend.About{
		Connection: s.client.About(),
		Color:      s.settings.Color, Production: s.settings.Production, Start: s.start, Columns: s.settings.Columns,
	}
}

// Pages implements backend.Session. The screen evaluates the local part of the
// query itself, so that it can say what is not shown.
func (s *session) Pages(selection query.Split, pageSize int) backend.Pages {
	return &pages{Pager: s.client.Pages(selection, api.PageOptions{Size: pageSize, Unmatched: true})}
}

// Image implements backend.Session.
func (s *session) Image(ctx context.Context, id model.ImageID) (model.Image, error) {
	image, err := s.client.Image(ctx, id)
	return image, err
}

// Changes implements backend.Session.
func (s *session) Changes() backend.Changes {
	if s.changes == nil {
		return nil
	}
	return s.changes
}

// Close implements backend.Session. Changes under way may end first; what is left
// of a job is in its journal.
func (s *session) Close() {
	if s.changes != nil {
		s.changes.close()
	}
	s.client.Close()
}

func notEmpty(parts ...string) []string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

func firstLine(content string) string {
	line, _, _ := strings.Cut(content, "\n")
	return line
}
