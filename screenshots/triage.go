package main

import "time"

// triage is a minute of an operator's day: what is broken, what is old, and
// where two images that should be alike are not.
var triage = film{
	name: "triage", width: 120, height: 30, args: []string{"demo"},
	scenes: []scene{
		{"", loaded, "glimpse demo", 2500 * time.Millisecond},
		{"!", "images read", "!   what needs attention, in the whole cloud", 3 * time.Second},
		{"jj", "Needs attention", "j   down", 2500 * time.Millisecond},
		{"\r", "Access", "enter   what is wrong, first of all", 3 * time.Second},
		{"\x1b", "Needs attention", "esc back", 1500 * time.Millisecond},
		{"\x1b", loaded, "esc back to all images", 2 * time.Second},
		{"/ubuntu", "that are loaded", "/   search while typing", 3 * time.Second},
		{"\x0c", "of 1,", "ctrl+l   and load the rest", 3 * time.Second},
		{"\x1b", "images", "esc back to all images", 1500 * time.Millisecond},
		{":filter tag=", "gold", ":   a command, with what is in use", 3 * time.Second},
		{"gold updated<-6mo", "updated<-6mo", "    old gold images", 2500 * time.Millisecond},
		{"\r", "updated<-6mo", "enter", 3 * time.Second},
		{"4", "by size", "4   the biggest first, of what was read already", 3 * time.Second},
		{"  ", "2 marked", "space   mark two", 2 * time.Second},
		{"=", "differ", "=   compare them", 4 * time.Second},
		{"\x1b", "2 marked", "esc back", 1500 * time.Millisecond},
		{"o", "Overview", "o   who uses the storage", 3 * time.Second},
		{"\x1b", "2 marked", "esc back", 1500 * time.Millisecond},
		{"y", "openstack command", "y   copy an id, JSON or a command", 3500 * time.Millisecond},
	},
}
