package main

import "time"

// films are the moving pictures.
var films = []film{triage, tagging}

// tagging is a change of many images: what it will do, how it goes, and how a
// part of it is taken back.
var tagging = film{
	name: "tagging", width: 120, height: 30, args: []string{"demo", "--latency", "120ms"},
	scenes: []scene{
		{"", loaded, "glimpse demo", 2 * time.Second},
		{":filter os_distro=ubuntu updated<-1y protected=false", "updated<-1y", ":   the images of one distribution, untouched for a year", 3 * time.Second},
		{"\r", "newest first", "enter", 2 * time.Second},
		{"a", "marked", "a   mark all of them", 2500 * time.Millisecond},
		{"t", "Edit", "t   their tags: on all, on some, on none", 3 * time.Second},
		{"eol-2026\r", "add to", "    a new one", 2500 * time.Millisecond},
		{"\x13", "ctrl+s send", "ctrl+s   what would happen, and to whose images", 4 * time.Second},
		{"\t", "PUT", "tab   and the exact requests", 3 * time.Second},
		{"\x13", "tagging", "ctrl+s   send: the list goes on working", 2 * time.Second},
		{"", "done, 0 failed", "    every image has its result", 3500 * time.Millisecond},
		{"J\r", "done", "J   the report, image by image", 3500 * time.Millisecond},
		{"\x1b", "Jobs", "esc back", 500 * time.Millisecond},
		{"\x1b", "marked", "esc back", 1500 * time.Millisecond},
		{"Ugjj   ", "3 marked", "U space   mark only three", 2500 * time.Millisecond},
		{"u", "ctrl+s send", "u   undo, for these three", 4 * time.Second},
		{"\x13", "done, 0 failed", "ctrl+s   done", 4 * time.Second},
	},
}
