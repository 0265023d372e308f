package diskformat

import (
	"bytes"
	"encoding/binary"
	"regexp"

	"glimpse/model/lazy"
)

// sector is the unit in which VMDK, VHD and ISO count.
const sector = 512

var (
	big    = binary.BigEndian
	little = binary.LittleEndian
)

// positive is a size as a header tells it; one that no file can have is 0.
func positive(size uint64) int64 {
	if size > 1<<62 {
		return 0
	}
	return int64(size)
}

// qcow2 reads https://www.qemu.org/docs/master/interop/qcow2.html.
func qcow2(f *file) (Info, bool) {
	const (
		headerLength = 104
		nameLength   = 1023 // at most, as the format says
		externalData = 1 << 2
	)
	h := f.at(0, headerLength)
	version := big.Uint32(h[4:])
	if !f.has(0, "QFI\xfb") || version < 2 {
		return Info{}, false
	}
	info := Info{Format: QCOW2, VirtualSize: positive(big.Uint64(h[24:]))}
	if backing := big.Uint64(h[8:]); backing != 0 {
		length := min(big.Uint32(h[16:]), nameLength)
		info.Needs = needs("a backing file", nameIn(f.at(int64(min(backing, 1<<62)), int(length))))
	} else if version > 2 && big.Uint64(h[72:])&externalData != 0 {
		info.Needs = "an external data file"
	}
	return info, true
}

// Where a VMDK keeps the text that describes it, and how much of it is read.
const vmdkText = 20 * sector

// vmdk reads a sparse extent of VMware's, with its description inside.
func vmdk(f *file) (Info, bool) {
	const headerLength = 80
	h := f.at(0, headerLength)
	if f.has(0, "COWD") {
		return Info{Format: VMDK, VirtualSize: sectors(uint64(little.Uint32(h[12:]))), Needs: "the file that describes it"}, true
	}
	if !f.has(0, "KDMV") {
		return Info{}, false
	}
	info := Info{Format: VMDK, VirtualSize: sectors(little.Uint64(h[12:]))}
	offset, length := little.Uint64(h[28:]), little.Uint64(h[36:])
	switch {
	case offset == 0 || length == 0:
		info.Needs = "the file that describes it"
	default:
		info.Needs = describedNeeds(f.at(sectors(offset), vmdkText), true)
	}
	return info, true
}

func sectors(count uint64) int64 {
	if count > 1<<52 {
		return 0
	}
	return int64(count) * sector
}

var (
	parentPattern = lazy.Regexp(`(?mi)^\s*parentCID\s*=\s*([0-9a-f]+)`)
	hintPattern   = lazy.Regexp(`(?mi)^\s*parentFileNameHint\s*=\s*"([^"\n]*)"`)
	typePattern   = lazy.Regexp(`(?mi)^\s*createType\s*=\s*"([^"\n]*)"`)
	extentPattern = lazy.Regexp(`(?mi)^\s*(?:RW|RDONLY)\s+[0-9]+\s+[A-Z0-9]+\s+"([^"\n]*)"`)
)

// describedNeeds reads the description of a VMDK, and says which files it needs.
// inside reports whether it stands in the extent that it describes.
func describedNeeds(description []byte, inside bool) string {
	description, _, _ = bytes.Cut(description, []byte{0})
	// found is the first group of a pattern.
	found := func(pattern *regexp.Regexp) (string, bool) {
		match := pattern.FindSubmatch(description)
		if match == nil {
			return "", false
		}
		return nameIn(match[1]), true
	}
	if parent, told := found(parentPattern()); told && parent != "ffffffff" && parent != "FFFFFFFF" {
		name, _ := found(hintPattern())
		return needs("a backing file", name)
	}
	kind, _ := found(typePattern())
	whole := inside && (kind == "monolithicSparse" || kind == "streamOptimized")
	if !whole || len(extentPattern().FindAllIndex(description, 2)) > 1 {
		name, _ := found(extentPattern())
		return needs("the files with its data", name)
	}
	return ""
}

// vmdkDescriptor reads the text that describes a VMDK in other files.
func vmdkDescriptor(f *file) (Info, bool) {
	if !f.has(0, "# Disk DescriptorFile") {
		return Info{}, false
	}
	return Info{Format: VMDK, Needs: describedNeeds(f.at(0, vmdkText), false)}, true
}

// vdi reads VirtualBox's format.
func vdi(f *file) (Info, bool) {
	const (
		headerLength = 512
		differing    = 4
		undo         = 3
	)
	h := f.at(0, headerLength)
	if little.Uint32(h[0x40:]) != 0xbeda107f {
		return Info{}, false
	}
	info := Info{Format: VDI, VirtualSize: positive(little.Uint64(h[0x170:]))}
	if kind := little.Uint32(h[0x4c:]); kind == differing || kind == undo {
		info.Needs = "a backing file"
	}
	return info, true
}

// vhd reads Microsoft's format: a footer at the end, and a copy of it at the
// beginning unless the disk is of a fixed size.
func vhd(f *file) (Info, bool) {
	const differing = 4
	var h []byte
	switch {
	case f.has(0, "conectix"):
		h = f.at(0, sector)
	case f.has(f.size-sector, "conectix"):
		h = f.at(f.size-sector, sector)
	default:
		return Info{}, false
	}
	info := Info{Format: VHD, VirtualSize: positive(big.Uint64(h[48:]))}
	if big.Uint32(h[60:]) == differing {
		info.Needs = "a backing file"
	}
	return info, true
}

// iso reads the primary volume descriptor of ISO 9660.
func iso(f *file) (Info, bool) {
	const descriptor = 0x8000
	if !f.has(descriptor+1, "CD001") {
		return Info{}, false
	}
	h := f.at(descriptor, 132)
	blocks, size := int64(little.Uint32(h[80:])), int64(little.Uint16(h[128:]))
	return Info{Format: ISO, VirtualSize: blocks * size}, true
}
