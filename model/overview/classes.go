package overview

import "time"

// sizes are the classes of sizes, by the bytes from which each begins.
var sizes = []struct {
	name, from, to string
	bytes          int64
}{
	{"under 100 MiB", "", "100MiB", 0},
	{"100 MiB to 1 GiB", "100MiB", "1GiB", 100 << 20},
	{"1 to 5 GiB", "1GiB", "5GiB", 1 << 30},
	{"5 to 10 GiB", "5GiB", "10GiB", 5 << 30},
	{"10 to 20 GiB", "10GiB", "20GiB", 10 << 30},
	{"20 to 50 GiB", "20GiB", "50GiB", 20 << 30},
	{"50 to 100 GiB", "50GiB", "100GiB", 50 << 30},
	{"100 GiB and more", "100GiB", "", 100 << 30},
}

func sizeClass(bytes int64) int {
	class := 0
	for class+1 < len(sizes) && bytes >= sizes[class+1].bytes {
		class++
	}
	return class
}

// ages are the classes of ages, the youngest first, by the days that each
// reaches back.
var ages = []struct {
	name, since, until string
	days               int64
}{
	{"in the last day", "-1d", "", 1},
	{"in the last week", "-7d", "-1d", 7},
	{"in the last 30 days", "-30d", "-7d", 30},
	{"30 to 90 days ago", "-90d", "-30d", 90},
	{"90 to 365 days ago", "-365d", "-90d", 365},
	{"1 to 2 years ago", "-730d", "-365d", 730},
	{"2 to 5 years ago", "-1825d", "-730d", 1825},
	{"over 5 years ago", "", "-1825d", 0},
}

func ageClass(at, now time.Time) int {
	const day = 24 * 60 * 60
	class := 0
	for class+1 < len(ages) && at.Unix() < now.Unix()-ages[class].days*day {
		class++
	}
	return class
}
