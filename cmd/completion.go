package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

// newCompletion writes cobra's completion scripts. It stands in for cobra's
// own command so that a wrong shell is a usage error with a sentence.
func newCompletion(streams Streams) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the completion script for bash, zsh, fish or powershell",
		Example: `  source <(glimpse completion bash)
  glimpse completion fish > ~/.config/fish/completions/glimpse.fish`,
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage(fmt.Errorf("completion takes one shell: bash, zsh, fish or powershell"))
		},
		RunE: func(command *cobra.Command, args []string) error {
			root := command.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(streams.Out, true)
			case "zsh":
				return root.GenZshCompletion(streams.Out)
			case "fish":
				return root.GenFishCompletion(streams.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(streams.Out)
			}
			return usage(fmt.Errorf("completion knows no shell %q; it knows bash, zsh, fish and powershell", args[0]))
		},
	}
}
