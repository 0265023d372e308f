package uitest

import (
	"fmt"
	"time"

	"glimpse/model"
	"glimpse/model/text"
)

// Now is the time at which tests take place.
var Now = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// kinds are what the names, formats and tags of sample images are made from.
var kinds = []struct {
	name, format string
	size         int64
	tags         []string
}{
	{"ubuntu-24.04-server-amd64", "qcow2", 618_925_568, []string{"gold", "lts"}},
	{"debian-13-genericcloud", "qcow2", 345_112_576, []string{"gold"}},
	{"rocky-9.6-minimal", "qcow2", 1_126_170_624, nil},
	{"windows-server-2025-datacenter-eval", "vhd", 18_253_611_008, []string{"licensed", "windows"}},
	{"fedora-coreos-43", "raw", 10_737_418_240, []string{"stream stable"}},
	{"snapshot of db-prod-03 before migration", "raw", 42_949_672_960, []string{"snapshot"}},
	{"cirros-0.6.3", "qcow2", 21_692_416, []string{"test"}},
	{"alpine-3.22-virt", "iso", 66_060_288, nil},
}

// Image returns the nth of the sample images: believable, the same each time,
// with every status and visibility among them.
func Image(n int) model.Image {
	kind := kinds[n%len(kinds)]
	image := model.Image{
		ID:              model.NewImageID(fmt.Sprintf("%08x-5d1c-4c2e-9b7f-%012x", uint32(n)*2654435761, n)),
		Name:            text.Of(kind.name),
		Status:          model.StatusActive,
		Visibility:      model.Visibilities()[n/2%4],
		DiskFormat:      text.Of(kind.format),
		ContainerFormat: text.Of("bare"),
		Size:            kind.size,
		MinDisk:         int64(n % 5 * 10),
		MinRAM:          int64(n % 3 * 1024),
		Owner:           text.Of(fmt.Sprintf("%032x", 0x9f3c+n%7)),
		Checksum:        text.Of(fmt.Sprintf("%032x", n)),
		HashAlgorithm:   text.Of("sha512"),
		HashValue:       text.Of(fmt.Sprintf("%0128x", n)),
		CreatedAt:       Now.Add(-time.Duration(n+1) * 37 * time.Hour).Truncate(time.Second),
		UpdatedAt:       Now.Add(-time.Duration(n*n%9000+1) * 29 * time.Minute).Truncate(time.Second),
		Protected:       n%5 == 0,
		Null:            model.AttributeSet(0).With(model.AttrVirtualSize).With(model.AttrStores).With(model.AttrDirectURL),
		Properties: []model.Property{
			{Key: text.Of("os_distro"), Value: text.Of(kind.name[:5])},
			{Key: text.Of("os_version"), Value: text.Of("24.04")},
			{Key: text.Of("architecture"), Value: text.Of("x86_64")},
			{Key: text.Of("hw_disk_bus"), Value: text.Of("virtio")},
			{Key: text.Of("hw_machine_type"), Value: text.Of("q35")},
			{Key: text.Of("description"), Value: text.Of("")},
		},
	}
	for _, tag := range kind.tags {
		image.Tags = append(image.Tags, text.Of(tag))
	}
	if n%11 == 10 {
		image.Status = model.Statuses()[n/11%7]
	}
	if image.Status == model.StatusQueued {
		image.Null = image.Null.With(model.AttrSize).With(model.AttrChecksum).With(model.AttrHashValue)
	}
	image.Raw = fmt.Appendf(nil, `{"id": %q, "name": %q, "status": %q, "size": %d, "tags": [], "os_distro": "ubuntu"}`,
		image.ID.Raw(), image.Name.Raw(), image.Status.Raw(), image.Size)
	return image
}

// Images returns the first n sample images as a list gives them, without raw
// records.
func Images(n int) []model.Image {
	images := make([]model.Image, n)
	for i := range images {
		images[i] = Image(i)
		images[i].Raw = nil
	}
	return images
}

// Poison are texts that harm a terminal, a column or an eye, each in its own
// way.
func Poison() []string {
	return []string{
		"\x1b[2J\x1b[31mred", "\x1b]52;c;cm0gLXJmIC8=\x07", "\x1b]8;;http://evil\x1b\\link",
		"\x1bPunterminated dcs", "\x1b_apc", "\x1b^pm", "\x1bXsos",
		"\u009b31mc1", "\u009d0;title\u009c", "nul\x00bel\x07bs\x08", "line\nfeed\r\ttab\x0b",
		"\u202egnirts\u2066\u2069", "zero\u200bwidth\ufeff",
		"bad\xff\xfeutf8\xc3", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307 zalgo", "\u0301first",
		"👨‍👩‍👧‍👦 family", "🇩🇪🇫🇷 flags", "❤️ vs16", "漢字かな交じり文", "한국어 \u1100\u1161",
		"क्षि நி กำ", "ﾞ ｶﾞ \u0d4e \U000111c2",
		"\u2028\u2029", "\u3164\u115f\uffa0\u2800", "a\u00adb", "\x7f", "%s%n%!d(BADINDEX)", "…", "\U000e0041tag",
	}
}
