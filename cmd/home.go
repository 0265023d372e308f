package cmd

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"

	"github.com/adrg/xdg"
)

// ensureHome sees to it that HOME names a folder, because every folder of the
// program, and of the commands that it runs, is reckoned from it. Where HOME is
// not set, or is no absolute path, it becomes the home of the user database.
// Where that has none it is not set, and who needs a folder refuses.
func ensureHome(account func() (*user.User, error)) {
	if filepath.IsAbs(os.Getenv("HOME")) {
		return
	}
	_ = os.Unsetenv("HOME")
	if known, err := account(); err == nil && filepath.IsAbs(known.HomeDir) {
		// A name without a null byte can always be set.
		_ = os.Setenv("HOME", known.HomeDir)
	}
	xdg.Reload()
}

// errNoHome means that there is no folder for what outlives a session.
var errNoHome = usage(errors.New("there is no folder to keep the journal of changes in: HOME is not set, " +
	"and the user database has no home for this account; set HOME, or XDG_STATE_HOME"))
