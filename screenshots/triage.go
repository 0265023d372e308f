package main

import "time"

// triage is a minute of an operator's day: what is broken, what is old and
// where it is from.
var triage = film{
	name: "triage", width: 120, height: 30, args: []string{"demo", "--images", "2000"},
	scenes: []scene{
		{"", loaded, "glimpse demo", 2500 * time.Millisecond},
		{"!", "needs attention", "!  what needs attention", 3 * time.Second},
		{"p", "Access", "p  detail beside the list", 3 * time.Second},
		{"j", "Access", "j  down", time.Second},
		{"j", "Access", "j  down", 2 * time.Second},
		{"p", "needs attention", "p  and away again", time.Second},
		{"\x1b", loaded, "esc  back to all images", 1500 * time.Millisecond},
		{"/ubuntu", "ubuntu", "/  search while typing", 3 * time.Second},
		{"\r", "ubuntu", "enter  keep what was found", 2 * time.Second},
	},
}
