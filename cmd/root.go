package cmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"glimpse/api/redact"
	"glimpse/cmd/config"
	"glimpse/model/query"
	"glimpse/ui/theme"
)

// maxPageSize is the most that a service answers at a time with its default
// configuration (api_limit_max).
const maxPageSize = 1000

// options are the flags that every command knows.
type options struct {
	cloud, region, iface string
	readOnly             bool
	query, sort          string
	pageSize             int
	logFile              string
	theme                string
	configFile           string

	// config is what the configuration file says, once it was read.
	config *config.Config
	// secrets are those of Streams.
	secrets *redact.Secrets
}

func newRoot(streams Streams) *cobra.Command {
	opts := &options{secrets: streams.secrets}
	root := &cobra.Command{
		Use:   "glimpse",
		Short: "Browse the images of an OpenStack cloud",
		Long: `Glimpse is a terminal browser for the images of an OpenStack cloud (Glance,
Image API v2).

Without a command it opens the browser on the cloud that --cloud, OS_CLOUD, the
OS_* variables or clouds.yaml name. Try it without a cloud: glimpse demo`,
		Example: `  glimpse --cloud prod --query 'status=active tag=gold updated<-1y'
  glimpse list --query 'name~ubuntu size>=1GiB' --sort size:desc --output csv
  glimpse demo --images 100000`,
		Version:       versionLine(),
		Args:          noArguments,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(command *cobra.Command, _ []string) error {
			return browse(command.Context(), streams, opts, streams.environment())
		},
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(wrongFlag)
	root.SuggestionsMinimumDistance = 2
	addCloudFlags(root, streams, opts)
	addQueryFlags(root, opts, asker{streams, opts})
	addThemeFlag(root, opts)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newList(streams, opts), newShow(streams, opts), newChange(streams, opts), newApply(streams, opts),
		newJobs(streams, opts), newJob(streams, opts), newUpload(streams, opts), newDownload(streams, opts),
		newOverview(streams, opts), newDemo(streams, opts),
		newClouds(streams), newConfig(streams, opts), newVersion(streams), newCompletion(streams),
		newMan(streams))
	return root
}

// noArguments refuses arguments and, where one looks like a query, says where
// it belongs.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("%q is not a command", args[0])
	advice := "run `glimpse --help` for the commands"
	switch suggestions := command.SuggestionsFor(args[0]); {
	case len(suggestions) > 0:
		advice = "did you mean `glimpse " + suggestions[0] + "`?"
	case strings.ContainsAny(args[0], "=~<>"):
		advice = "a query goes with --query: glimpse --query '" + strings.Join(args, " ") + "'"
	}
	return usage(&advisedError{err: err, advice: advice})
}

func addCloudFlags(command *cobra.Command, streams Streams, opts *options) {
	flags := command.PersistentFlags()
	flags.StringVar(&opts.cloud, "cloud", "", "cloud of clouds.yaml (default: $OS_CLOUD, then the OS_* variables)")
	flags.StringVar(&opts.region, "region", "", "region of the cloud")
	flags.StringVar(&opts.iface, "interface", "", "endpoint interface: public, internal or admin")
	flags.BoolVar(&opts.readOnly, "read-only", false, "send no request that changes anything")
	flags.StringVar(&opts.logFile, "log-file", "", "append a log of the requests to this file (no secrets)")
	flags.StringVar(&opts.configFile, "config", "",
		"configuration file (default: $GLIMPSE_CONFIG, then config.yaml in the XDG folder of glimpse)")
	registerCompletion(command, "cloud", func() []string { return cloudNames(streams) })
	completeFlag(command, "region", asker{streams, opts}.regions)
	registerCompletion(command, "interface", func() []string { return []string{"public", "internal", "admin"} })
}

func addQueryFlags(command *cobra.Command, opts *options, cloud asker) {
	flags := command.Flags()
	flags.StringVar(&opts.query, "query", "", "which images, such as 'status=active tag=gold name~ubuntu'")
	flags.StringVar(&opts.sort, "sort", "", "order, such as 'size:desc,name:asc' (default: newest first)")
	flags.IntVar(&opts.pageSize, "page-size", 0, "images to ask for at a time, 1 to 1000")
	completeFlag(command, "query", cloud.query)
	completeFlag(command, "sort", cloud.sort)
}

func addThemeFlag(command *cobra.Command, opts *options) {
	command.Flags().StringVar(&opts.theme, "theme", "", themeHelp())
}

// registerCompletion offers fixed values for a flag.
func registerCompletion(command *cobra.Command, flag string, values func() []string) {
	completeFlag(command, flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
}

// selection reads --query and --sort.
func (o *options) selection() (query.Query, error) {
	terms, err := query.Parse(o.query)
	if err != nil {
		return query.Query{}, usage(wrongTerm("--query", o.query, err))
	}
	order, err := query.ParseSort(o.sort)
	if err != nil {
		return query.Query{}, usage(wrongTerm("--sort", o.sort, err))
	}
	return query.Query{Terms: terms, Sort: order}, nil
}

// checked returns the usage errors that the flags hold by themselves.
func (o *options) checked() error {
	if o.pageSize < 0 || o.pageSize > maxPageSize {
		return usage(fmt.Errorf("--page-size %d: the service answers 1 to %d images at a time", o.pageSize, maxPageSize))
	}
	switch o.iface {
	case "", "public", "internal", "admin":
		return nil
	}
	return usage(fmt.Errorf("--interface %q: it is public, internal or admin", o.iface))
}

// wrongTerm shows a mistake in a line with a mark under the place.
func wrongTerm(flag, line string, err error) error {
	var wrong *query.SyntaxError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("%s: %w", flag, err)
	}
	message := fmt.Sprintf("%s: %s, at character %d\n  %s\n  %s^", flag, wrong.Problem, wrong.Column,
		line, strings.Repeat(" ", max(0, wrong.Column-1)))
	advice := ""
	if wrong.Expected != "" {
		advice = "expected " + wrong.Expected
	}
	return &advisedError{err: errors.New(message), advice: advice}
}

// themeHelp says what --theme takes.
func themeHelp() string {
	names := make([]string, 0, len(theme.Names()))
	for _, name := range theme.Names() {
		names = append(names, string(name))
	}
	last := len(names) - 1
	return "colours: " + strings.Join(names[:last], ", ") + " or " + names[last] + " (default: auto)"
}
