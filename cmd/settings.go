package cmd

import (
	"context"
	"errors"

	"glimpse/api/clouds"
	"glimpse/cmd/config"
	"glimpse/model/query"
	"glimpse/ui"
	"glimpse/ui/backend"
)

// readConfig reads the configuration file.
func (o *options) readConfig(env clouds.Env) error {
	c, err := config.Load(o.configFile, func(name string) string { return lookup(env, name) })
	o.config = c
	if err != nil {
		return usage(err)
	}
	return nil
}

// firstSelection is what the list begins with: the flags say it, and otherwise
// the configuration.
func (o *options) firstSelection() (query.Query, error) {
	selection, err := o.selection()
	if err != nil {
		return query.Query{}, err
	}
	if o.query == "" {
		selection.Terms = o.config.Query
	}
	if o.sort == "" {
		selection.Sort = o.config.Sort
	}
	return selection, nil
}

// configure hands the configuration to the screen.
func (o *options) configure(settings *ui.Options, env clouds.Env) {
	settings.Columns, settings.Details, settings.Wide = o.config.Columns, o.config.Preview, o.config.Wide
	settings.Refresh, settings.NoMouse, settings.Keys = o.config.Refresh, o.config.NoMouse, o.config.Keys
	settings.Aliases = o.config.Aliases
	for _, view := range o.config.Views {
		settings.SavedViews = append(settings.SavedViews, backend.View{
			Name: view.Name, Number: view.Key, Query: query.Query{Terms: view.Query, Sort: view.Sort}, Columns: view.Columns,
		})
	}
	settings.Views, settings.ViewsFile = savedViews{file: o.config.File}, o.config.File
	settings.TextEditor = newTextEditor(env)
	history := config.NewHistory(stateFolder(env))
	// A history that cannot be read is an empty one: nothing depends on it.
	settings.History, _ = history.Load()
	settings.Lines = typedLines{history}
}

// stateFolder is where what outlives a session is kept.
func stateFolder(env clouds.Env) string {
	return config.StateFolder(func(name string) string { return lookup(env, name) })
}

// workers is how many images a job changes at once; zero is the default.
func (o *options) workers() int {
	if o.config == nil {
		return 0
	}
	return o.config.Workers
}

// readers is how many pages are read at once where all are wanted; zero is the
// default.
func (o *options) readers() int {
	if o.config == nil {
		return 0
	}
	return o.config.Readers
}

// savedViews keeps the views of the screen in the configuration file.
type savedViews struct{ file string }

// Save implements backend.Views.
func (s savedViews) Save(_ context.Context, view backend.View, replace bool) error {
	err := config.AddView(s.file, config.View{
		Name: view.Name, Key: view.Number, Query: view.Query.Terms, Sort: view.Query.Sort, Columns: view.Columns,
	}, replace)
	if errors.Is(err, config.ErrViewExists) {
		return errors.New("the file has a view of that name or number by now; start glimpse again to see it")
	}
	return err
}

// typedLines keeps what is typed in prompts.
type typedLines struct{ history *config.History }

// Add implements backend.Lines. Where the line cannot be kept, the session goes on
// with what it knows.
func (t typedLines) Add(kind, line string) { _ = t.history.Add(kind, line) }

// cloudSettings returns what the configuration says of a cloud.
func (o *options) cloudSettings(cloud string) config.Cloud {
	if o.config == nil {
		return config.Cloud{}
	}
	return o.config.Clouds[cloud]
}

// startOf returns what the list of a cloud begins with, where that is not what
// every list begins with: the flags come first, then what is said of the cloud.
func (o *options) startOf(cloud config.Cloud) *query.Query {
	if o.query != "" || o.sort != "" || len(cloud.Query) == 0 && len(cloud.Sort) == 0 {
		return nil
	}
	return &query.Query{Terms: cloud.Query, Sort: cloud.Sort}
}
