package diskformat

// The ids of what is looked for in a VHDX, as they stand in the file.
const (
	vhdxMetadata   = "\x06\xa2\x7c\x8b\x90\x47\x9a\x4b\xb8\xfe\x57\x5f\x05\x0f\x88\x6e"
	vhdxDiskSize   = "\x24\x42\xa5\x2f\x1b\xcd\x76\x48\xb2\x11\x5d\xbe\xd8\x3b\xf4\xb8"
	vhdxParameters = "\x37\x67\xa1\xca\x36\xfa\x43\x4d\xb3\xb6\x33\xf0\xaa\x44\xe7\x6b"
)

const (
	idLength      = 16
	vhdxEntry     = 32
	vhdxEntries   = 2047 // at most in a table
	vhdxHasParent = 1 << 1
)

// vhdx reads the format of Hyper-V (MS-VHDX): a table of regions, one of which
// is a table of what is known of the disk.
func vhdx(f *file) (Info, bool) {
	const (
		firstTable, secondTable = 192 << 10, 256 << 10
		itemsAt                 = 32
	)
	if !f.has(0, "vhdxfile") {
		return Info{}, false
	}
	info := Info{Format: VHDX}
	var region []byte
	for _, table := range []int64{firstTable, secondTable} {
		if region == nil && f.has(table, "regi") {
			region = f.entry(table+16, little.Uint32(f.at(table+8, 4)), vhdxMetadata)
		}
	}
	if region == nil {
		return info, true
	}
	metadata := positive(little.Uint64(region[idLength:]))
	if !f.has(metadata, "metadata") {
		return info, true
	}
	count := uint32(little.Uint16(f.at(metadata+10, 2)))
	item := func(id string) []byte {
		entry := f.entry(metadata+itemsAt, count, id)
		if entry == nil {
			return make([]byte, 8)
		}
		return f.at(metadata+int64(little.Uint32(entry[idLength:])), 8)
	}
	info.VirtualSize = positive(little.Uint64(item(vhdxDiskSize)))
	if little.Uint32(item(vhdxParameters)[4:])&vhdxHasParent != 0 {
		info.Needs = "a backing file"
	}
	return info, true
}

// entry finds the entry of an id in a table.
func (f *file) entry(table int64, count uint32, id string) []byte {
	all := f.at(table, int(min(count, vhdxEntries))*vhdxEntry)
	for ; len(all) >= vhdxEntry; all = all[vhdxEntry:] {
		if string(all[:idLength]) == id {
			return all[:vhdxEntry]
		}
	}
	return nil
}
