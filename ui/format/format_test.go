package format_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/ui/format"
)

func TestAges(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	for _, test := range []struct {
		name  string
		since time.Duration
		long  string
		short string
	}{
		{"this very second", 0, "now", "now"},
		{"a second", time.Second, "1 second ago", "now"},
		{"the last second of a minute", 59 * time.Second, "59 seconds ago", "now"},
		{"minutes", 12 * time.Minute, "12 minutes ago", "12min ago"},
		{"hours go on for two days", 47 * time.Hour, "47 hours ago", "47h ago"},
		{"days go on for two weeks", 13 * day, "13 days ago", "13d ago"},
		{"weeks go on for two months", 42 * day, "6 weeks ago", "6wk ago"},
		{"months go on for two years", 365 * day, "12 months ago", "12mo ago"},
		{"years", 9 * 366 * day, "9 years ago", "9y ago"},
		{"clocks that differ a little", -40 * time.Second, "now", "now"},
		{"the future", -3 * time.Hour, "in 3 hours", "in 3h"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := format.Age(now, now.Add(-test.since)); got != test.long {
				t.Errorf("got %q, want %q", got, test.long)
			}
			if got := format.ShortAge(now, now.Add(-test.since)); got != test.short {
				t.Errorf("got %q, want %q", got, test.short)
			}
		})
	}
}

func TestAgesKeepToTheirColumns(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		then := now.Add(-time.Duration(rapid.Int64Range(-int64(50*365*24*time.Hour), int64(90*365*24*time.Hour)).Draw(t, "since")))
		if short := format.ShortAge(now, then); len(short) > 9 {
			t.Fatalf("%q takes more than nine cells", short)
		}
		if long := format.Age(now, then); len(long) > 14 {
			t.Fatalf("%q takes more than fourteen cells", long)
		}
	})
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bytes        int64
		short, exact string
	}{
		{0, "0 B", "0 bytes"},
		{1023, "1023 B", "1,023 bytes"},
		{1024, "1.0 KiB", "1.0 KiB (1,024 bytes)"},
		{2_252_341_248, "2.1 GiB", "2.1 GiB (2,252,341,248 bytes)"},
		{-1, "-1 B", "-1 bytes"},
	} {
		if got := format.Size(test.bytes); got != test.short {
			t.Errorf("Size(%d) is %q, want %q", test.bytes, got, test.short)
		}
		if got := format.ExactSize(test.bytes); got != test.exact {
			t.Errorf("ExactSize(%d) is %q, want %q", test.bytes, got, test.exact)
		}
	}
	if got := format.Count(1204); got != "1,204" {
		t.Errorf("got %q", got)
	}
}

func TestTimesAreExactAndUTC(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 2, 29, 23, 59, 58, 0, time.FixedZone("", 2*3600))
	if got := format.Time(at); got != "2024-02-29 21:59:58 UTC" {
		t.Errorf("got %q", got)
	}
}
