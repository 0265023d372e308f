package cmd

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"glimpse/api"
	"glimpse/api/clouds"
	"glimpse/cmd/config"
	"glimpse/cmd/inuse"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/query"
)

// How long a shell waits for a cloud, and how long what was asked holds: the words
// in use, that the cloud did not answer, and that it refused the login, which must
// not be tried at each key until the user is locked out.
const (
	askWithin    = 2 * time.Second
	wordsHold    = 5 * time.Minute
	silenceHolds = time.Minute
	refusalHolds = 5 * time.Minute
)

// The most images whose words are read, and how many are asked for at a time: what
// has come when the time is over is used.
const (
	mostRead   = 1000
	readAtOnce = 250
)

// asker knows the words in use on the cloud that the flags choose. It says nothing of
// what goes wrong, because a shell is completing a word. The zero value has no cloud.
type asker struct {
	streams Streams
	opts    *options
}

// words returns the words that are kept, or else asks the cloud for them once. Where
// that fails there are none.
func (a asker) words(ctx context.Context) inuse.Words {
	if a.opts == nil {
		return inuse.Words{}
	}
	streams := a.streams
	streams.Err = io.Discard
	env := streams.environment()
	_ = a.opts.readConfig(env) // what it says of the cloud holds as far as it is right
	cloud, err := chosenCloud(streams, a.opts)
	folder := config.CacheFolder(func(name string) string { return lookup(env, name) })
	// A passcode is good for one login, and not for one that nobody asked for.
	if err != nil || folder == "" || cloud.Passcode.IsSet() {
		return inuse.Words{}
	}
	cache, named := inuse.Cache{Folder: filepath.Join(folder, "words"), Now: time.Now}, identify(&cloud)
	words, holds := cache.Get(named...)
	if holds {
		return words
	}
	words, err = ask(ctx, streams, a.opts, &cloud)
	keep := wordsHold
	switch {
	case errors.Is(err, api.ErrUnauthorized):
		keep = refusalHolds
	case err != nil:
		keep = silenceHolds
	}
	_ = cache.Put(words, keep, named...) // without it the next key asks again
	return words
}

// identify returns what tells one login from another, and no secret.
func identify(c *clouds.Cloud) []string {
	return []string{
		c.Name, c.File, c.Region, c.Interface, c.AuthType, c.AuthURL, c.Username, c.UserID, c.UserDomainID, c.UserDomainName,
		c.ApplicationCredentialID, c.ApplicationCredentialName, c.ProjectID, c.ProjectName, c.ProjectDomainID, c.ProjectDomainName,
		c.DomainID, c.DomainName, c.SystemScope, c.TrustID, c.ImageEndpointOverride, strconv.FormatBool(c.Verify),
	}
}

// ask logs in and reads the newest images and the projects, as far as there is time.
// The error is that not even the first page has come.
func ask(ctx context.Context, streams Streams, opts *options, cloud *clouds.Cloud) (inuse.Words, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	split, err := query.Query{}.Split(time.Now())
	if err != nil {
		return inuse.Words{}, err
	}
	reading := *opts
	reading.readOnly = true
	client, err := connectTo(ctx, streams, &reading, cloud, nil)
	if err != nil {
		return inuse.Words{}, err
	}
	defer client.Close()
	named := make(chan []string, 1)
	go func() { named <- projectsOf(ctx, client) }()
	pager := client.Pages(split, api.PageOptions{Size: readAtOnce})
	var images []model.Image
	for more := true; more && len(images) < mostRead; {
		page, pageErr := pager.Next(ctx)
		if pageErr != nil {
			err = pageErr
			break
		}
		images, more = append(images, page.Images...), page.More
	}
	if len(images) > 0 {
		err = nil
	}
	return inuse.Gather(images, <-named, client.About().Regions), err
}

// projectsOf returns the names of the projects that this user may know.
func projectsOf(ctx context.Context, client *api.Client) (names []string) {
	known, _ := client.AllProjectNames(ctx) // without them there are none to offer
	for _, name := range known {
		names = append(names, name.Raw())
	}
	slices.Sort(names)
	return names
}

// query offers keys and values of the query language, and goes on behind each:
// neither is the end of a query.
func (a asker) query(command *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	words := a.words(command.Context())
	return lines(typed, query.Complete(typed, len(typed), words.Known())), goesOn
}

// sort offers keys and directions.
func (a asker) sort(command *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	words := a.words(command.Context())
	return lines(typed, query.CompleteSort(typed, len(typed), words.Known())), goesOn
}

// keys offers names and the properties in use, one behind the other with commas, each in
// quotation marks where it has to be.
func (a asker) keys(names func() []string) completer {
	return func(running *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words := a.words(running.Context())
		return lines(typed, command.CompleteNames(typed, append(names(), words.Known().Properties...))), goesOn
	}
}

func (a asker) regions(command *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return a.words(command.Context()).Regions, cobra.ShellCompDirectiveNoFileComp
}

// images offers images by their names and ids.
func (a asker) images(command *cobra.Command, said []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	words := a.words(command.Context())
	return choices(words.Choices(typed, true), said), cobra.ShellCompDirectiveNoFileComp
}

// thenFile offers an image, and files behind it.
func (a asker) thenFile(command *cobra.Command, said []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(said) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return a.images(command, said, typed)
}

// choices are images that have not been said yet.
func choices(all []inuse.Choice, said []string) []cobra.Completion {
	offered := make([]cobra.Completion, 0, len(all))
	for _, one := range all {
		if !slices.Contains(said, one.Word) {
			offered = append(offered, withHelp(one.Word, one.Help))
		}
	}
	return offered
}
