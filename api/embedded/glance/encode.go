package glance

import (
	"encoding/binary"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The answers are written as Python's json.dumps writes them: a space behind
// each colon and comma, and, but for errors, no escape outside ASCII.

const hexDigits = "0123456789abcdef"

// appendText appends a string as json.dumps(ensure_ascii=False) does.
func appendText(out []byte, text string) []byte {
	out = append(out, '"')
	begin := len(out)
	out = append(out, text...)
	if !isPlain(out[begin:]) {
		out = appendEscaped(out[:begin], text)
	}
	return append(out, '"')
}

// isPlain reports whether a text has nothing in it that JSON escapes. It looks at eight bytes
// at a time, which nearly all of what a page is made of is.
func isPlain(text []byte) bool {
	const (
		ones   = 0x0101010101010101
		tops   = 0x80 * ones
		spaces = ' ' * ones
		quotes = '"' * ones
		slants = '\\' * ones
	)
	for ; len(text) >= 8; text = text[8:] {
		eight := binary.LittleEndian.Uint64(text)
		quote, slant := eight^quotes, eight^slants
		// A byte less than another one borrows the top bit, where it has none itself.
		if ((eight-spaces)&^eight|(quote-ones)&^quote|(slant-ones)&^slant)&tops != 0 {
			return false
		}
	}
	for _, c := range text {
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func appendEscaped(out []byte, text string) []byte {
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		out = append(out, text[start:i]...)
		out = appendEscape(out, c)
		start = i + 1
	}
	return append(out, text[start:]...)
}

func appendEscape(out []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(out, '\\', c)
	case '\n':
		return append(out, '\\', 'n')
	case '\r':
		return append(out, '\\', 'r')
	case '\t':
		return append(out, '\\', 't')
	case '\b':
		return append(out, '\\', 'b')
	case '\f':
		return append(out, '\\', 'f')
	default:
		return append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
	}
}

// appendASCII appends a string as json.dumps does by default.
func appendASCII(out []byte, text string) []byte {
	out = append(out, '"')
	for _, r := range runes(text) {
		switch {
		case r < ' ' || r == '"' || r == '\\':
			out = appendEscape(out, byte(r))
		case r < 0x7f:
			out = append(out, byte(r))
		case r > 0xffff:
			r -= 0x10000
			out = appendHex(append(out, `\u`...), 0xd800+r>>10, 4)
			out = appendHex(append(out, `\u`...), 0xdc00+r&0x3ff, 4)
		default:
			out = appendHex(append(out, `\u`...), r, 4)
		}
	}
	return append(out, '"')
}

func appendOptional(out []byte, text *string) []byte {
	if text == nil {
		return append(out, "null"...)
	}
	return appendText(out, *text)
}

func appendNumber(out []byte, number *int64) []byte {
	if number == nil {
		return append(out, "null"...)
	}
	return strconv.AppendInt(out, *number, 10)
}

// timeLayout is the wire format of a time: UTC, whole seconds.
const timeLayout = `"2006-01-02T15:04:05Z"`

func appendTime(out []byte, at time.Time) []byte {
	return at.UTC().AppendFormat(out, timeLayout)
}

// appendValue appends a decoded value again.
func appendValue(out []byte, v value) []byte {
	switch v.kind {
	case kindNull:
		return append(out, "null"...)
	case kindBool:
		return strconv.AppendBool(out, v.flag)
	case kindString:
		return appendText(out, v.text)
	case kindList:
		out = append(out, '[')
		for i, item := range v.items {
			if i > 0 {
				out = append(out, ", "...)
			}
			out = appendValue(out, item)
		}
		return append(out, ']')
	case kindDict:
		out = append(out, '{')
		for i, key := range v.dict.keys {
			if i > 0 {
				out = append(out, ", "...)
			}
			out = append(appendText(out, key), ": "...)
			out = appendValue(out, v.dict.values[key])
		}
		return append(out, '}')
	default:
		return append(out, v.text...)
	}
}

// Paths that an image names; a prefix in front of the service is unknown to it.
const (
	imagesPath      = "/v2/images"
	imageSchemaPath = "/v2/schemas/image"
)

// hiddenProperty is kept on an image but never shown.
const hiddenProperty = "os_glance_stage_host"

// appendImage appends one image in the order of §3 of the API notes: custom
// properties first, then the base attributes. A deactivated image does not
// tell its stores to anyone but an admin.
func (s *Service) appendImage(out []byte, r *Record, admin bool) []byte {
	showStores := len(r.Stores) > 0 && (admin || r.Status != statusDeactivated)
	out = appendProperties(append(out, '{'), r, showStores)
	out = appendAttributes(out, r)
	if s.options.Extras {
		out = s.appendLocations(out, r, admin)
	}
	out = append(out, `, "tags": [`...)
	for i, tag := range r.Tags {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendText(out, tag)
	}
	out = appendText(append(out, `], "self": `...), imagesPath+"/"+r.ID)
	out = appendText(append(out, `, "file": `...), imagesPath+"/"+r.ID+"/file")
	out = appendText(append(out, `, "schema": `...), imageSchemaPath)
	if showStores {
		out = appendText(append(out, `, "stores": `...), strings.Join(r.Stores, ","))
	}
	return append(out, '}')
}

// appendProperties appends the custom properties, each with a comma behind.
func appendProperties(out []byte, r *Record, showStores bool) []byte {
	for i := range r.Properties {
		p := &r.Properties[i]
		if shadowed(p.Key, showStores) {
			continue
		}
		out = append(appendText(out, p.Key), ": "...)
		switch {
		case !p.Null:
			out = appendText(out, p.Value)
		case p.Key == "kernel_id" || p.Key == "ramdisk_id":
			out = append(out, "null"...)
		default:
			out = append(out, `""`...)
		}
		out = append(out, ", "...)
	}
	return out
}

// appendAttributes appends the attributes from the name to the times.
func appendAttributes(out []byte, r *Record) []byte {
	out = appendOptional(append(out, `"name": `...), r.Name)
	out = appendOptional(append(out, `, "disk_format": `...), r.DiskFormat)
	out = appendOptional(append(out, `, "container_format": `...), r.ContainerFormat)
	out = appendText(append(out, `, "visibility": `...), r.Visibility)
	out = appendNumber(append(out, `, "size": `...), r.Size)
	out = appendNumber(append(out, `, "virtual_size": `...), r.VirtualSize)
	out = appendText(append(out, `, "status": `...), r.Status)
	out = appendOptional(append(out, `, "checksum": `...), r.Checksum)
	out = strconv.AppendBool(append(out, `, "protected": `...), r.Protected)
	out = strconv.AppendInt(append(out, `, "min_ram": `...), r.MinRAM, 10)
	out = strconv.AppendInt(append(out, `, "min_disk": `...), r.MinDisk, 10)
	out = appendOptional(append(out, `, "owner": `...), r.Owner)
	out = strconv.AppendBool(append(out, `, "os_hidden": `...), r.Hidden)
	out = appendOptional(append(out, `, "os_hash_algo": `...), r.HashAlgo)
	out = appendOptional(append(out, `, "os_hash_value": `...), r.HashValue)
	out = appendText(append(out, `, "id": `...), r.ID)
	out = appendTime(append(out, `, "created_at": `...), r.CreatedAt)
	return appendTime(append(out, `, "updated_at": `...), r.UpdatedAt)
}

// shadowed reports whether a custom property is hidden behind an attribute of
// the same name.
func shadowed(key string, showStores bool) bool {
	switch key {
	case hiddenProperty, "name", "disk_format", "container_format", "visibility", "size", "virtual_size", "status",
		"checksum", "protected", "min_ram", "min_disk", "owner", "os_hidden", "os_hash_algo", "os_hash_value", "id",
		"created_at", "updated_at", "tags", "self", "file", "schema":
		return true
	case "stores":
		return showStores
	}
	return false
}

// storable reports whether a text can be kept: the database refuses a lone
// surrogate, which is no valid UTF-8.
func storable(text string) bool { return utf8.ValidString(text) }
