package cmd

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"glimpse/api/clouds"
	"glimpse/model/text"
)

// newClouds lists what is configured. It sends no request.
func newClouds(streams Streams) *cobra.Command {
	asJSON := false
	command := &cobra.Command{
		Use:   "clouds",
		Short: "List the configured clouds, and which one is used by default",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			config, err := clouds.Load(streams.environment())
			if err != nil {
				return usage(err)
			}
			entries := config.Names()
			if len(entries) == 0 {
				_, err := config.Cloud("", "")
				return usage(err)
			}
			warn(streams, config.Warnings())
			if asJSON {
				return writeCloudsJSON(streams, entries)
			}
			return writeCloudsTable(streams, entries)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "write a JSON array")
	return command
}

// cloudNames are the configured clouds for completion, which says nothing of
// mistakes. A name that a shell would have to quote is left out.
func cloudNames(streams Streams) []string {
	config, err := clouds.Load(streams.environment())
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range config.Names() {
		if text.ShellQuote(entry.Name) == entry.Name {
			names = append(names, entry.Name)
		}
	}
	return names
}

func writeCloudsTable(streams Streams, entries []clouds.Entry) error {
	rows := make([][]string, 0, len(entries)+1)
	rows = append(rows, []string{" ", "NAME", "PROJECT", "REGION", "AUTH", "AUTH URL", "FROM"})
	for _, entry := range entries {
		mark, from := " ", entry.File
		if entry.Default {
			mark = "*"
		}
		if from == "" {
			from = "OS_* variables"
		}
		row := []string{mark, entry.Name, entry.Project, strings.Join(entry.Regions, ","), entry.AuthType, entry.AuthURL, from}
		for i := range row {
			row[i] = text.Escape(row[i])
		}
		rows = append(rows, row)
	}
	_, err := fmt.Fprint(streams.Out, inColumns(rows, widths(rows, len(rows[0]))))
	for _, entry := range entries {
		if entry.Problem != nil {
			fmt.Fprintf(streams.Err, "glimpse: %s cannot be used: %s\n", text.Escape(entry.Name), escapeLines(entry.Problem.Error()))
		}
	}
	return err
}

func writeCloudsJSON(streams Streams, entries []clouds.Entry) error {
	type cloud struct {
		Name     string   `json:"name"`
		Default  bool     `json:"default"`
		AuthURL  string   `json:"auth_url"`
		AuthType string   `json:"auth_type"`
		Project  string   `json:"project"`
		Regions  []string `json:"regions"`
		File     string   `json:"file"`
		Problem  string   `json:"problem,omitempty"`
	}
	list := make([]cloud, 0, len(entries))
	for _, entry := range entries {
		one := cloud{
			Name: entry.Name, Default: entry.Default, AuthURL: entry.AuthURL, AuthType: entry.AuthType,
			Project: entry.Project, Regions: append([]string{}, entry.Regions...), File: entry.File,
		}
		if entry.Problem != nil {
			one.Problem = entry.Problem.Error()
		}
		list = append(list, one)
	}
	content, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding the clouds: %w", err)
	}
	return writeJSON(streams, content)
}

// warn writes what is odd about the configuration, on standard error.
func warn(streams Streams, warnings []clouds.Warning) {
	for _, warning := range warnings {
		fmt.Fprintln(streams.Err, "glimpse: warning:", escapeLines(warning.String()))
	}
}
