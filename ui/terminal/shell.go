package terminal

// processes says what belongs together among processes. known is false where
// the system does not say it.
type processes interface {
	group(pid int) (group int, known bool)
	session(pid int) (session int, known bool)
	parent(pid int) (parent int, known bool)
}

// resumable reports whether somebody waits for a process that stops: a shell,
// which is in the same session, but in another group than the process and all
// between them. The first process of a session has none, nor has one in a
// container: the system would not even stop it, and what waits for the stop
// would wait for ever.
func resumable(pid int, system processes) bool {
	group, known := system.group(pid)
	if !known {
		return false
	}
	session, known := system.session(pid)
	if !known {
		return false
	}
	for {
		parent, known := system.parent(pid)
		if !known {
			// Its parent belongs to the same group, and may be a script.
			return true
		}
		if other, known := system.session(parent); parent <= 0 || !known || other != session {
			return false
		}
		if other, known := system.group(parent); known && other != group {
			return true
		}
		pid = parent
	}
}
