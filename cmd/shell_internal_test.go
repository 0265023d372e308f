package cmd

import (
	"os/exec"
	"strings"
	"testing"

	"glimpse/api/clouds"
)

func TestAnOwnCommandKnowsTheCloudAndNothingSecret(t *testing.T) {
	t.Parallel()
	env := clouds.Env{Environ: func() []string { return []string{"HOME=/h", "OS_CLOUD=other"} }}
	run := shell{env: env, alive: t.Context()}
	output := func(command *exec.Cmd) ([]byte, error) {
		command.Stdout = nil
		return command.Output()
	}
	said, err := output(run.Prepare(`printf '%s.' "$OS_CLOUD" "$OS_REGION_NAME" "$HOME" "$#" "${1}"; env`, []string{"$(x)"}, "prod", "north"))
	if err != nil || !strings.HasPrefix(string(said), "prod.north./h.1.$(x).") {
		t.Errorf("it says %q, %v", said, err)
	}
	for _, word := range []string{"TOKEN", "PASSWORD", "AUTH"} {
		if strings.Contains(strings.ToUpper(string(said)), word) {
			t.Errorf("%q has %s", said, word)
		}
	}
	said, err = output(run.Prepare(`printf '%s.%s' "$OS_CLOUD" "$OS_REGION_NAME"`, nil, "", ""))
	if err != nil || string(said) != "other." {
		t.Errorf("without a cloud it says %q, %v", said, err)
	}
}
