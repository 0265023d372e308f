package sample

import (
	"strings"

	"glimpse/api/embedded/glance"
)

// hostile is an image that somebody made to hurt who looks at it, all of it
// accepted by the real service.
type hostile struct {
	// few reports whether it is among those that every sample has.
	few bool
	// trap reports whether decoders of other clients fail on it, and with them
	// the whole page that it stands on.
	trap bool
	name string
	tags []string
	// properties are key, value, key, value…
	properties []string
	// community makes it visible to whoever asks for community images; the
	// others are private, and seen by an admin.
	community bool
}

// make fills in an image.
func (h *hostile) make(m *maker) {
	m.owner = even(m, m.options.Projects.Tenants)
	m.name(h.name)
	m.data("qcow2", 612*mib, 4)
	m.tag(h.tags...)
	if h.community {
		m.r.Visibility = "community"
	}
	m.r.Hidden = h.trap && m.options.HideTraps
	for i := 0; i < len(h.properties); i += 2 {
		m.r.Properties = append(m.r.Properties, glance.Property{Key: h.properties[i], Value: h.properties[i+1]})
	}
}

// few are those that every sample has.
func few() []hostile {
	var list []hostile
	for _, h := range hostiles {
		if h.few {
			list = append(list, h)
		}
	}
	return list
}

// hostiles are the control sequences that terminals obey, the characters that
// hide or reverse text, and the names that break decoders and shells.
var hostiles = []hostile{
	{few: true, name: "build\x1b[2J\x1b[H\x1b[31mowned", tags: []string{"x\x1b]0;pwned\a"}},
	{few: true, trap: true, name: "decoder-trap", properties: []string{"metadata", "evil", "os_distro", "debian"}},
	{few: true, trap: true, name: "twins", properties: []string{
		"Protected", "yes", "CREATED_AT", "never", "Tags", "none", "Min_Disk", "x",
	}},
	{few: true, name: "invoice\u202ecsv.exe", tags: []string{"\u2066gold\u2069"}, community: true},
	{few: true, name: "c1 \u009b2J\u009d0;title\u009c end", properties: []string{"n\u009bote", "\u009b31m"}},
	{few: true, name: "line one\nline two\r\tand a tab", tags: []string{"a/b", "é", "a,b"}},
	{few: true, name: "$(reboot); `id` 'quoted' \"twice\" -rf", properties: []string{"a/b~c", "1", " pad ", "2", "", "empty key"}},
	{few: true, name: strings.Repeat("é", 255), properties: []string{"long", strings.Repeat("0123456789abcdef", 4096)}},
	{few: true, name: "link \x1b]8;;http://evil.example/\x1b\\click", properties: []string{"desc", "\x1b]52;c;cm0gLXJmIH4=\a"}},
	{few: true, name: "zalgo a" + strings.Repeat("\u0301", 200)},
	{name: "\x1b[8mhidden from here on"},
	{name: "\x1b[?1003h mouse"},
	{name: "unterminated \x1b]2;and the rest of the screen"},
	{name: "dcs \x1bP$q\"p\x1b\\ reply"},
	{name: "apc \x1b_Ga=d\x1b\\ sos \x1bX pm \x1b^ ris \x1bc"},
	{name: "ends with escape \x1b"},
	{name: "nested \x1b[\x1b[31m31m"},
	{name: "half \x1b[3", tags: []string{"1mhalf"}},
	{name: "nul \x00 bel \a bs \b\b\b vt \v enq \x05 so \x0e del \x7f"},
	{name: "overwrite\rOVERWRITE"},
	{name: "next line \u0085 and c1 only \u009b"},
	{name: "zero\u200bwidth\u200dand\ufeffsoft\u00adhyphen"},
	{name: "\u3164"},
	{name: "\u2800\u2800\u2800"},
	{name: "\u0301leading mark"},
	{name: "separators \u2028 and \u2029"},
	{name: strings.Repeat("映", 120)},
	{name: "   "},
	{name: ""},
	{name: "1bd1bb3a-0000-4000-8000-000000000000"},
	{name: "in:a,b"},
	{name: "win:2022"},
	{name: "../../etc/passwd"},
	{name: "/"},
	{name: "-rf"},
	{name: "status=active tag=gold"},
	{name: "keys", properties: []string{"properties", "1", "Status", "deleted", "SIZE", "-1", "Owner", "me", "Foo", "1", "foo", "2"}},
	{name: "escape in a key", properties: []string{"a\x1b[31mb", "red", "a b", "blank"}},
	{name: "json", properties: []string{"json", `{"a": [1, {"b": "\u0000"}]}`, "vim", "vim: set foldexpr=system('id') :"}},
	{name: "lines", properties: []string{"lines", strings.Repeat("\n", 1000)}},
	{name: "tags", tags: []string{".", "..", "%2F", "?x", "#", "a b", strings.Repeat("t", 255), "gold", "GOLD", "Gold"}},
	{name: "many tags", tags: manyTags()},
	{name: "xss <script>alert(1)</script> &amp; <br /><br />"},
	{name: "csv =cmd|' /C calc'!A0"},
	{name: "percent %s %d %n {} {{.}}"},
}

// manyTags is as many as the service takes.
func manyTags() []string {
	tags := make([]string, 128)
	for i := range tags {
		tags[i] = "tag-" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	return tags
}
