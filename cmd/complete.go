package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"glimpse/api/journal"
	"glimpse/model/command"
	"glimpse/model/query"
	"glimpse/model/text"
)

// completer offers what may be typed in the place of a flag or an argument.
type completer = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective)

// goesOn is of completions that are not the end of a word.
const goesOn = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace

// completeFlag offers values for a flag. The only error is a flag that does not
// exist, which is a mistake in this package.
func completeFlag(command *cobra.Command, flag string, offer completer) {
	if err := command.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(err)
	}
}

// lines are completions as whole words of a shell.
func lines(typed string, completions []query.Completion) []cobra.Completion {
	offered := make([]cobra.Completion, 0, len(completions))
	for _, one := range completions {
		offered = append(offered, withHelp(typed[:one.Start]+one.Text, one.Help))
	}
	return offered
}

// withHelp is a completion with what it is, on one line.
func withHelp(said, help string) cobra.Completion {
	return cobra.CompletionWithDesc(said, strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, text.Escape(help)))
}

// completeChange offers the commands that change images, the aliases, how a line of a
// command may go on, and ids where the images are not said by a flag.
func completeChange(streams Streams, opts *options) completer {
	cloud := asker{streams, opts}
	return func(running *cobra.Command, said []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words := cloud.words(running.Context())
		if strings.ContainsRune(typed, ' ') {
			known := command.Known{Known: words.Known(), Projects: words.Projects, Changes: true}
			return lines(typed, command.Complete(typed, len(typed), known)), goesOn
		}
		var offered []cobra.Completion
		if flags := running.Flags(); typed != "" && !flags.Changed("query") && !flags.Changed("ids") {
			offered = choices(words.Choices(typed, false), said)
		}
		return append(offered, changesFrom(typed, opts.config.Aliases)...), cobra.ShellCompDirectiveNoFileComp
	}
}

// changesFrom are the commands that change images, and the aliases, by what is typed of
// them.
func changesFrom(typed string, aliases command.Aliases) (offered []cobra.Completion) {
	offer := func(name, help string) {
		if strings.HasPrefix(name, typed) {
			offered = append(offered, withHelp(name, help))
		}
	}
	for _, info := range command.Table() {
		if info.Writes && info.Name != "undo" {
			offer(info.Name, info.Help)
		}
	}
	for _, name := range aliases.Names() {
		offer(name, aliases[name])
	}
	return offered
}

// completeJob offers the jobs in the journal, the newest first, with what they
// did.
func completeJob(streams Streams, wanted func(journal.Known) bool) completer {
	return func(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var offered []cobra.Completion
		if state := stateFolder(streams.environment()); len(args) == 0 && state != "" {
			known, _ := journal.All(journalFolder(state)) // completion says nothing of mistakes
			for _, one := range known {
				if wanted(one) && strings.HasPrefix(string(one.ID), typed) {
					offered = append(offered, withHelp(string(one.ID), one.Title))
				}
			}
		}
		return offered, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}
