//go:build !unix

package files

import "io/fs"

const noFollow, noWait = 0, 0

func euid() int { return -1 }

func ownerOf(fs.FileInfo) (owner int, known bool) { return 0, false }

func cannotSync(error) bool { return true }
