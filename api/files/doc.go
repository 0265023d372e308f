// Package files is the one place that writes files: what is exported, plans,
// reports, the configuration, the journals, the log and what lies in a folder of
// temporary files. Others may have planted something where a file goes, above
// all in a folder that others can write in, such as /tmp. So:
//
//   - A new file is made under a name that is not there yet, never through a
//     link, and with the mode that the umask leaves. A whole file is written
//     beside its place and put there when it is complete.
//   - A link is followed as the Linux kernel does with protected_symlinks: in a
//     folder that others can write in, only if it belongs to this user or to
//     root. The same holds of a file that is appended to, and of each folder on
//     the way to a private one. [ErrPlanted] means that something is not trusted.
//   - What a program leaves when it is told to end in the middle of writing is
//     removed by [RemoveTemporary].
package files
