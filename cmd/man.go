package cmd

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"glimpse/api/files"
)

// newMan writes the manual pages, from what --help is written from.
func newMan(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages to a folder",
		Long: `Man writes a page for every command, such as glimpse-change.1, into an existing
folder. Pages that are in it are replaced.`,
		Example: `  glimpse man /usr/local/share/man/man1`,
		Args:    oneArgument("man takes the folder that the pages go to"),
		RunE: func(command *cobra.Command, args []string) error {
			pages, err := writeMan(command.Root(), args[0])
			if err != nil {
				return fmt.Errorf("writing the manual pages: %w", err)
			}
			_, err = fmt.Fprintf(streams.Out, "%d pages are in %s\n", pages, args[0])
			return err
		},
	}
}

// writeMan writes the page of a command, and those of the commands below it.
func writeMan(command *cobra.Command, folder string) (pages int, err error) {
	file := files.Whole{Name: filepath.Join(folder, pageOf(command)+".1"), Mode: files.Shared, Replace: true}
	err = file.Write(func(out io.Writer) error {
		_, err := io.WriteString(out, manPage(command))
		return err
	})
	if err != nil {
		return 0, err
	}
	pages = 1
	for _, below := range command.Commands() {
		if !below.IsAvailableCommand() {
			continue
		}
		more, err := writeMan(below, folder)
		if err != nil {
			return pages, err
		}
		pages += more
	}
	return pages, nil
}

// pageOf is the name of the page of a command.
func pageOf(command *cobra.Command) string {
	return strings.ReplaceAll(command.CommandPath(), " ", "-")
}

// manPage is the page of a command in the language of man(7).
func manPage(command *cobra.Command) string {
	var out strings.Builder
	section := func(name string) { out.WriteString(".SH " + name + "\n") }
	fmt.Fprintf(&out, ".TH %q 1 \"\" \"glimpse %s\" \"glimpse\"\n", strings.ToUpper(pageOf(command)), version)
	section("NAME")
	out.WriteString(roff(pageOf(command)+" - "+command.Short) + "\n")
	section("SYNOPSIS")
	out.WriteString(".B " + roff(command.UseLine()) + "\n")
	section("DESCRIPTION")
	description := command.Long
	if description == "" {
		description = command.Short + "."
	}
	for line := range strings.SplitSeq(description, "\n") {
		if line == "" {
			line = ".PP"
		} else {
			line = roff(line)
		}
		out.WriteString(line + "\n")
	}
	for _, flags := range []struct {
		name string
		set  *pflag.FlagSet
	}{{"OPTIONS", command.NonInheritedFlags()}, {"COMMON OPTIONS", command.InheritedFlags()}} {
		if flags.set.HasAvailableFlags() {
			section(flags.name)
			flags.set.VisitAll(func(flag *pflag.Flag) { out.WriteString(manFlag(flag)) })
		}
	}
	if command.Example != "" {
		section("EXAMPLES")
		out.WriteString(".nf\n")
		for line := range strings.SplitSeq(command.Example, "\n") {
			out.WriteString(roff(line) + "\n")
		}
		out.WriteString(".fi\n")
	}
	if others := seeAlso(command); len(others) > 0 {
		section("SEE ALSO")
		out.WriteString(roff(strings.Join(others, ", ")) + "\n")
	}
	return out.String()
}

// manFlag describes one flag.
func manFlag(flag *pflag.Flag) string {
	if flag.Hidden {
		return ""
	}
	kind, usage := pflag.UnquoteUsage(flag)
	name := "--" + flag.Name
	if flag.Shorthand != "" {
		name = "-" + flag.Shorthand + ", " + name
	}
	if kind != "" {
		name += " " + kind
	}
	return ".TP\n.B " + roff(name) + "\n" + roff(usage) + "\n"
}

// seeAlso are the pages of the command above and of those below.
func seeAlso(command *cobra.Command) []string {
	var others []string
	if command.HasParent() {
		others = append(others, pageOf(command.Parent())+"(1)")
	}
	for _, below := range command.Commands() {
		if below.IsAvailableCommand() {
			others = append(others, pageOf(below)+"(1)")
		}
	}
	return others
}

// roff writes a line of text so that nothing in it is taken for a request.
func roff(line string) string {
	line = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(line)
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		line = `\&` + line
	}
	return line
}
