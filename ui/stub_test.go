package ui_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"glimpse/model"
	"glimpse/model/definition"
	"glimpse/model/query"
	"glimpse/model/remote"
	"glimpse/model/text"
	made "glimpse/model/uses"
	"glimpse/ui"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// stub is a backend that answers from memory and counts what it is asked.
type stub struct {
	// noTasks are images of whose imports the service keeps nothing.
	noTasks map[model.ImageID]bool
	mu      sync.Mutex
	clouds  []backend.Cloud
	images  []model.Image
	about   backend.About
	volumes []model.Volume
	// sources are the images of another region, regions those that were asked.
	sources  []model.Image
	regions  []string
	connect  error // the answer of Connect, if set
	page     error // the answer of Next, if set
	failFrom int   // the first image that Next does not reach, if set
	image    error // the answer of Image, if set
	exported *backend.Export
	overview *backend.Overview
	extras   *detail.Extras
	facts    backend.Facts
	projects []model.Project

	projectsErr error // the answer of Projects, if set
	// named are the projects by their names; findErr is the answer of
	// FindProjects, if set.
	named   map[string]string
	findErr error
	changes *changesStub
	quotas  []model.Quota
	// definitions are what the service says of properties; nil is nothing.
	definitions *definition.Catalogue
	// uses are what is made from the images; nil is nothing, seen everywhere.
	uses *made.Found
	// members are those of shared images, memberAsked the images that were asked for.
	members     map[model.ImageID]model.Membership
	memberAsked []model.ImageID

	selected []query.Split
	asked    []string // "cloud/region" of each Connect
	// pageTakes is how long a page takes, and passed how long all took that were read.
	pageTakes time.Duration
	passed    atomic.Int64

	calls  atomic.Int64
	closed atomic.Int64
	// all counts how often every page was wanted, ended the walks that were ended.
	all, ended atomic.Int64
	canceled   atomic.Int64
}

func newStub(images int) *stub {
	return &stub{
		changes: &changesStub{}, clouds: []backend.Cloud{{Name: "demo", Summary: "http://127.0.0.1:5000/v3 as admin"}},
		images: uitest.Images(images),
		about:  backend.About{Connection: remote.Connection{Cloud: "demo", Project: text.Of("admin"), User: text.Of("admin"), Region: text.Of("RegionOne")}},
	}
}

func (s *stub) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *stub) Clouds(context.Context) ([]backend.Cloud, error) {
	s.calls.Add(1)
	return s.clouds, nil
}

func (s *stub) Connect(_ context.Context, target backend.Target) (backend.Session, error) {
	s.calls.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := target.Cloud + "/" + target.Region
	if target.Project != "" {
		asked += "/" + target.Project
	}
	s.asked = append(s.asked, asked)
	if s.connect != nil {
		return nil, s.connect
	}
	return &stubSession{stub: s}, nil
}

type stubSession struct{ stub *stub }

func (s *stubSession) About() backend.About {
	s.stub.calls.Add(1)
	return s.stub.about
}

func (s *stubSession) Pages(selection query.Split, size int) backend.Pages {
	s.stub.calls.Add(1)
	s.stub.set(func() { s.stub.selected = append(s.stub.selected, selection) })
	return &stubPages{stub: s.stub, size: size}
}

func (s *stubSession) Usage(context.Context) ([]model.Quota, error) {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	return s.stub.quotas, nil
}

func (s *stubSession) Definitions(context.Context) (*definition.Catalogue, error) {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	return s.stub.definitions, nil
}

func (s *stubSession) Uses(context.Context, ...model.ImageID) made.Found {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	if s.stub.uses != nil {
		return *s.stub.uses
	}
	return made.Of(made.Answer{Reach: made.Everywhere}, made.Answer{Reach: made.Everywhere})
}

func (s *stubSession) Image(_ context.Context, id model.ImageID) (model.Image, error) {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	if s.stub.image != nil {
		return model.Image{}, s.stub.image
	}
	for i := range s.stub.images {
		if s.stub.images[i].ID == id {
			image := s.stub.images[i]
			if image.Raw == nil {
				image.Raw = uitest.Image(i).Raw
			}
			return image, nil
		}
	}
	return model.Image{}, errors.New("no such image")
}

func (s *stubSession) FindProjects(_ context.Context, named query.NamedProjects, owners []string) (query.Projects, error) {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	found := query.Projects{IDs: map[string]string{}}
	for _, name := range named.Names {
		id, known := s.stub.named[name]
		switch {
		case s.stub.findErr != nil:
			return found, s.stub.findErr
		case known:
			found.IDs[name] = id
		case named.Seen[name] != "":
			found.IDs[name] = named.Seen[name]
		case slices.Contains(owners, name):
			found.IDs[name] = name
		default:
			return found, errors.New("no project is called " + name)
		}
	}
	if named.Parts {
		found.Names = map[string]text.Untrusted{}
		for name, id := range s.stub.named {
			found.Names[id] = text.Of(name)
		}
	}
	if named.Uses {
		found.Uses = s.stub.uses
	}
	return found, s.stub.findErr
}

func (s *stubSession) Members(_ context.Context, ids []model.ImageID) []model.Membership {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	s.stub.memberAsked = append(s.stub.memberAsked, ids...)
	all := make([]model.Membership, len(ids))
	for i, id := range ids {
		all[i] = s.stub.members[id]
		all[i].Image = id
	}
	return all
}

func (s *stubSession) Extras(_ context.Context, image *model.Image) detail.Extras {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	if s.stub.extras != nil {
		return *s.stub.extras
	}
	return detail.Extras{Names: map[string]text.Untrusted{image.Owner.Raw(): text.Of("demo")}}
}

func (s *stubSession) Projects(context.Context) ([]model.Project, error) {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	return s.stub.projects, s.stub.projectsErr
}

func (s *stubSession) Facts(context.Context, []text.Untrusted) backend.Facts {
	s.stub.calls.Add(1)
	return s.stub.facts
}

func (s *stubSession) Tasks(_ context.Context, id model.ImageID) ([]model.Task, error) {
	s.stub.calls.Add(1)
	if s.stub.noTasks[id] {
		return nil, nil
	}
	return []model.Task{{Status: model.TaskFailure, Message: text.Of("HTTP Error 404: Not Found, for " + id.Raw()[30:])}}, nil
}

func (s *stubSession) ExportOverview(content backend.Overview, _, _ string, _ bool) error {
	s.stub.set(func() { s.stub.overview = &content })
	return nil
}

func (s *stubSession) Export(_ context.Context, export backend.Export) (int, error) {
	s.stub.calls.Add(1)
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	if s.stub.exported != nil && !export.Replace {
		return 0, &fs.PathError{Op: "export", Path: export.File, Err: fs.ErrExist}
	}
	s.stub.exported = &export
	kept := 0
	for i := range s.stub.images {
		if export.Keep == nil || export.Keep(&s.stub.images[i]) {
			kept++
		}
	}
	return kept, nil
}

func (s *stubSession) Changes() backend.Changes {
	if s.stub.changes == nil {
		return nil
	}
	return s.stub.changes
}

func (s *stubSession) Close() { s.stub.closed.Add(1) }

type stubPages struct {
	stub *stub
	size int
	next int
}

func (p *stubPages) Next(ctx context.Context) (model.Page, error) {
	p.stub.calls.Add(1)
	p.stub.passed.Add(int64(p.stub.pageTakes))
	p.stub.mu.Lock()
	defer p.stub.mu.Unlock()
	if ctx.Err() != nil {
		p.stub.canceled.Add(1)
		return model.Page{}, ctx.Err()
	}
	if p.stub.page != nil {
		return model.Page{}, p.stub.page
	}
	if p.stub.failFrom > 0 && p.next >= p.stub.failFrom {
		return model.Page{}, errors.New("the page cannot be read")
	}
	end := min(p.next+p.size, len(p.stub.images))
	page := model.Page{Images: append([]model.Image(nil), p.stub.images[p.next:end]...), More: end < len(p.stub.images)}
	p.next = end
	return page, nil
}

func (p *stubPages) All() { p.stub.all.Add(1) }

func (p *stubPages) Close() { p.stub.ended.Add(1) }

// trouble is an error of a kind, as the client layer has them.
type trouble struct {
	kind     remote.Kind
	sentence string
	advice   string
	request  string
}

func (p trouble) Error() string           { return p.sentence }
func (p trouble) Advice() string          { return p.advice }
func (p trouble) Request() text.Untrusted { return text.Of(p.request) }
func (p trouble) Unwrap() error           { return p.kind }

func options(backend backend.Backend) ui.Options {
	return ui.Options{Backend: backend, Files: disk{}, Cloud: "demo", Now: fixed, Theme: theme.Choice{Name: theme.Dark}}
}

// now is a clock that stands still but for the pages that are read.
func (s *stub) now() time.Time { return uitest.Now.Add(time.Duration(s.passed.Load())) }

func fixed() time.Time { return uitest.Now }

// start runs an App over a backend on a terminal of a size.
func start(t testing.TB, options ui.Options, width, height int) *uitest.Driver {
	t.Helper()
	return uitest.NewDriver(t, ui.NewWithoutTimers(options), width, height)
}

func parse(t testing.TB, line, order string) query.Query {
	t.Helper()
	terms, err := query.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := query.ParseSort(order)
	if err != nil {
		t.Fatal(err)
	}
	return query.Query{Terms: terms, Sort: keys}
}

func (s *stubSession) ImagesOfRegion(_ context.Context, region string) ([]model.Image, error) {
	s.stub.mu.Lock()
	defer s.stub.mu.Unlock()
	s.stub.regions = append(s.stub.regions, region)
	return s.stub.sources, nil
}

func (s *stubSession) Volumes(context.Context) ([]model.Volume, error) {
	s.stub.calls.Add(1)
	return s.stub.volumes, nil
}
