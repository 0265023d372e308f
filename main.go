// Glimpse is a terminal browser for the images of an OpenStack cloud (Glance,
// Image API v2). See README.md, or run `glimpse demo`.
package main

import (
	"os"

	"glimpse/cmd"
)

func main() {
	os.Exit(cmd.Main())
}
