// Budgets measures what the program may cost, and prints a table of it: what is
// asked for, what was measured, and whether that is met.
//
//	go run ./cmd/budgets            prints the table
//	go run ./cmd/budgets -update    writes it into README.md as well
//
// It runs the benchmarks of the tree, each of which says itself what it does. Where
// a clock is involved the machine should be at nothing else, and curl be installed.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func main() {
	update := flag.Bool("update", false, "write the table into README.md")
	flag.Parse()
	if err := run(os.Stdout, os.Stderr, *update); err != nil {
		fmt.Fprintln(os.Stderr, "budgets:", err)
		os.Exit(1)
	}
}

func run(out, log io.Writer, update bool) error {
	begun := time.Now()
	measured := results{}
	for _, m := range measurements {
		fmt.Fprintf(log, "%4.0f s  %s %s\n", time.Since(begun).Seconds(), m.folder, m.pattern)
		if err := m.add(measured); err != nil {
			return err
		}
	}
	table := tableOf(measured)
	fmt.Fprint(out, table)
	fmt.Fprintf(log, "%4.0f s  measured\n", time.Since(begun).Seconds())
	if !update {
		return nil
	}
	return replaceIn("README.md", table)
}

// measurement is one run of go test.
type measurement struct {
	folder  string
	pattern string
	// times is how often what is measured is done; 0 is that it is a test, which
	// passes or not.
	times int
}

// results are the figures of benchmarks by their names and units.
type results map[string]map[string]float64

// add runs the measurement and takes up what it measured.
func (m measurement) add(to results) error {
	args := []string{"test", "-count", "1", "-run", m.pattern, m.folder}
	if m.times > 0 {
		args = []string{"test", "-run", "^$", "-bench", m.pattern, "-benchtime", strconv.Itoa(m.times) + "x", m.folder}
	}
	command := exec.Command("go", args...)
	command.Env = append(os.Environ(), "GLIMPSE_TRANSFER_MIB=1024")
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	if m.times == 0 {
		if bytes.Contains(out, []byte("no tests to run")) {
			return fmt.Errorf("%s has no test %s", m.folder, m.pattern)
		}
		to[m.pattern] = map[string]float64{}
		return nil
	}
	to.read(m.folder, out)
	return nil
}

var benchmarkLine = regexp.MustCompile(`^(Benchmark\S+?)(-\d+)?\s+\d+\s+(.*)$`)

// read takes up the lines that benchmarks print.
func (r results) read(folder string, out []byte) {
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		found := benchmarkLine.FindStringSubmatch(lines.Text())
		if found == nil {
			continue
		}
		figures := map[string]float64{}
		fields := strings.Fields(found[3])
		for i := 0; i+1 < len(fields); i += 2 {
			if figure, err := strconv.ParseFloat(fields[i], 64); err == nil {
				figures[fields[i+1]] = figure
			}
		}
		r[folder+" "+found[1]] = figures
	}
}

// The table stands between these lines.
const (
	begins = "<!-- budgets: go run ./cmd/budgets -update -->\n"
	ends   = "<!-- end of budgets -->\n"
)

func tableOf(measured results) string {
	var out strings.Builder
	out.WriteString("| what | asked | measured | met |\n| --- | --- | --- | --- |\n")
	for _, b := range budgets {
		figure, met := b.measured(reading{results: measured})
		says := "no"
		if met {
			says = "yes"
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", b.what, b.asked, figure, says)
	}
	return out.String()
}

func replaceIn(file, table string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, hasBegin := strings.Cut(string(content), begins)
	_, after, hasEnd := strings.Cut(rest, ends)
	if !hasBegin || !hasEnd {
		return errors.New(file + " has no place for the table")
	}
	return os.WriteFile(file, []byte(before+begins+"\n"+table+"\n"+ends+after), 0o600)
}
