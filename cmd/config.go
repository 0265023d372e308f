package cmd

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"glimpse/api/clouds"
	"glimpse/cmd/config"
	"glimpse/model/text"
)

func newConfig(streams Streams, opts *options) *cobra.Command {
	var sample, schema, keys bool
	command := &cobra.Command{
		Use:   "config",
		Short: "Print where the files are and which settings apply",
		Long: `Config prints where glimpse looks for its configuration, its state and clouds.yaml,
and each setting with where it comes from.`,
		Example: `  glimpse config
  glimpse config --sample > ~/.config/glimpse/config.yaml
  glimpse config --schema > ~/.config/glimpse/schema.json
  glimpse config --keys`,
		Args: func(command *cobra.Command, args []string) error {
			if err := command.ValidateFlagGroups(); err != nil {
				return wrongFlag(command, err)
			}
			return noArguments(command, args)
		},
		RunE: func(*cobra.Command, []string) error {
			switch {
			case sample:
				_, err := fmt.Fprint(streams.Out, config.Sample())
				return err
			case schema:
				_, err := fmt.Fprint(streams.Out, config.Schema())
				return err
			case keys:
				return printKeys(streams, opts)
			default:
				return printConfig(streams, opts)
			}
		},
	}
	command.Flags().BoolVar(&sample, "sample", false, "print a file that explains every setting")
	command.Flags().BoolVar(&schema, "schema", false, "print a JSON schema of that file, for editors")
	command.Flags().BoolVar(&keys, "keys", false, "print every action with its keys, as the setting keys takes them")
	command.MarkFlagsMutuallyExclusive("sample", "schema", "keys")
	return command
}

func printKeys(streams Streams, opts *options) error {
	if err := opts.readConfig(streams.environment()); err != nil {
		return err
	}
	_, err := fmt.Fprint(streams.Out, opts.config.PrintKeys())
	return err
}

// printConfig prints where things are, also where the file is wrong, and then
// what holds.
func printConfig(streams Streams, opts *options) error {
	env := streams.environment()
	wrong := opts.readConfig(env)
	find := func(name string) string { return lookup(env, name) }
	var out strings.Builder
	row := func(name, value string) { fmt.Fprintf(&out, "%-14s %s\n", name, text.Escape(value)) }
	row("configuration", opts.config.File+present(opts.config.File))
	row("state", config.StateFolder(find)+present(config.StateFolder(find)))
	row("cache", config.CacheFolder(find)+present(config.CacheFolder(find)))
	for _, place := range cloudFiles(env) {
		row("clouds from", place)
	}
	if wrong == nil {
		out.WriteByte('\n')
		for _, setting := range config.Settings() {
			value, from := setting.Value(opts.config), "default"
			if line := opts.config.Line(setting.Name); line > 0 {
				from = fmt.Sprintf("line %d", line)
			}
			fmt.Fprintf(&out, "%-14s %-24s %s\n", setting.Name, text.Escape(value), from)
		}
	}
	if _, err := fmt.Fprint(streams.Out, out.String()); err != nil {
		return fmt.Errorf("printing the configuration: %w", err)
	}
	return wrong
}

func present(path string) string {
	if _, err := os.Stat(path); err != nil {
		return " (not there)"
	}
	return ""
}

// cloudFiles returns where the clouds are read from, each place with the files
// that it has.
func cloudFiles(env clouds.Env) []string {
	loaded, err := clouds.Load(env)
	if err != nil {
		return []string{"cannot be read: " + firstLine(err.Error())}
	}
	var places []string
	for _, variable := range []string{"OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"} {
		if named := lookup(env, variable); named != "" {
			places = append(places, named+", as "+variable+" says"+present(named))
		}
	}
	for _, folder := range loaded.Searched() {
		places = append(places, folder+" ("+cmp.Or(strings.Join(filesOfClouds(folder), ", "), "none there")+")")
	}
	return places
}

// filesOfClouds returns the names of a folder's files that are read.
func filesOfClouds(folder string) (names []string) {
	for _, name := range []string{"clouds", "secure", "clouds-public"} {
		for _, suffix := range []string{".yaml", ".yml", ".json"} {
			if info, err := os.Stat(filepath.Join(folder, name+suffix)); err == nil && !info.IsDir() {
				names = append(names, name+suffix)
				break // the first is the one that is read
			}
		}
	}
	return names
}
