package faults

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestASpecificationIsReadAsItIsMeant(t *testing.T) {
	t.Parallel()
	const spec = "latency=20ms-80ms, 503=5%,429=2.5%@write,retry-after=2s,504-after=1%,reset-before=1%,reset-after=1%@read,truncate=1%,html=0.5%,401=1%,token-life=3s"
	f, err := Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	if f.tokenLife != 3*time.Second {
		t.Errorf("tokens live %v", f.tokenLife)
	}
	want := map[Group]string{
		Identity: "503=0.05",
		Read:     "503=0.05 504-after=0.01 reset-before=0.01 reset-after=0.01 truncate=0.01 html=0.005 401=0.01",
		Write:    "503=0.05 429=0.025 504-after=0.01 reset-before=0.01 truncate=0.01 html=0.005 401=0.01",
	}
	for g, text := range want {
		faults := f.groups[g]
		var got []string
		for _, c := range faults.chances {
			got = append(got, c.fault.String()+"="+strconv.FormatFloat(c.share, 'f', -1, 64))
		}
		if strings.Join(got, " ") != text {
			t.Errorf("%s: got %v, want %s", groupNames[g], got, text)
		}
		if faults.latency != (span{20 * time.Millisecond, 80 * time.Millisecond}) || faults.retryAfter != 2*time.Second || !faults.retrySet {
			t.Errorf("%s: latency %v, retry after %v", groupNames[g], faults.latency, faults.retryAfter)
		}
	}
}

func TestScopesLimitAFault(t *testing.T) {
	t.Parallel()
	for scope, want := range map[string][]Group{
		"": {Read, Write}, "@all": {Identity, Read, Write}, "@identity": {Identity},
		"@image": {Read, Write}, "@read": {Read}, "@write": {Write},
	} {
		f, err := Parse("502=10%" + scope)
		if err != nil {
			t.Fatal(err)
		}
		var got []Group
		for g := range groupCount {
			if len(f.groups[g].chances) > 0 {
				got = append(got, g)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("502%s concerns %v, want %v", scope, got, want)
		}
	}
}

func TestAWrongSpecificationSaysWhereAndWhat(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, spec string
		position   int
		expected   string
	}{
		{"an unknown name", "latency=1s,bogus=1%", 12, faultNames},
		{"an empty item", "503=1%,,429=1%", 8, faultNames},
		{"a comma at the end", "503=1%,", 8, faultNames},
		{"a blank before the item", "503=1%,  bogus", 10, faultNames},
		{"no value", "503", 4, "= after 503"},
		{"no percent sign", "503=5", 5, "a percentage from 0% to 100% such as 2.5%"},
		{"more than all", "503=101%", 5, "a percentage from 0% to 100% such as 2.5%"},
		{"less than nothing", "503=-1%", 5, "a percentage from 0% to 100% such as 2.5%"},
		{"no number", "503=NaN%", 5, "a percentage from 0% to 100% such as 2.5%"},
		{"no duration", "latency=fast", 9, "a duration such as 40ms, or a range such as 20ms-80ms"},
		{"a negative duration", "latency=-5ms", 9, "a duration such as 40ms, or a range such as 20ms-80ms"},
		{"a range backwards", "latency=80ms-20ms", 9, "a duration such as 40ms, or a range such as 20ms-80ms"},
		{"half a second to wait", "retry-after=500ms", 13, "a duration of whole seconds such as 2s"},
		{"no life", "token-life=0s", 12, "a duration above 0 such as 3s"},
		{"an unknown scope", "503=5%@writes", 8, "all, identity, image, read or write"},
		{"a scope for tokens", "token-life=3s@read", 14, "no scope for token-life"},
		{"twice", "503=5%,503=1%", 8, "503 only once for the Identity service"},
		{"twice in part", "502=5%@write,502=1%", 14, "502 only once for writes"},
		{"twice, in two forms", "retry-after=1s,retry-after-date=1s", 16, "retry-after only once for the Identity service"},
		{"tokens twice", "token-life=1s,token-life=2s", 15, "token-life only once"},
		{"more than there is", "502=60%,500=50%", 13, "percentages for reads that add up to 100% at most, not 110%"},
		{"after for what is not served", "429-after=1%", 1, faultNames},
		{"characters, not bytes", "é=1%", 1, faultNames},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(test.spec)
			var wrong *SpecError
			if !errors.As(err, &wrong) {
				t.Fatalf("%q was read: %v", test.spec, err)
			}
			if wrong.Position != test.position || wrong.Expected != test.expected {
				t.Errorf("expected %q at %d, want %q at %d", wrong.Expected, wrong.Position, test.expected, test.position)
			}
		})
	}
}

func TestASpecErrorReadsAsASentence(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		"503=5,429=1%": `expected a percentage from 0% to 100% such as 2.5% at position 5, not "5"`,
		"503":          `expected = after 503 at position 4`,
	} {
		if _, err := Parse(spec); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", spec, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "latency=40ms,503=5%,429=2%,retry-after=2s,reset-before=1%,reset-after=1%,token-life=3s,truncate=1%,html=1%",
		"latency=20ms-80ms@read,504-after=100%@write", "503=5", "é@=,", "401=0%@", "retry-after-date=9223372036s",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		faults, err := Parse(spec)
		var wrong *SpecError
		switch {
		case errors.As(err, &wrong):
			if wrong.Position < 1 || wrong.Position > len([]rune(spec))+1 || wrong.Expected == "" || wrong.Error() == "" {
				t.Errorf("%q: position %d, expected %q", spec, wrong.Position, wrong.Expected)
			}
		case err != nil:
			t.Errorf("%q: an error of another type: %v", spec, err)
		default:
			for _, g := range faults.groups {
				total := 0.0
				for _, c := range g.chances {
					total += c.share
				}
				if total > 1+1e-9 || g.latency.from < 0 || g.latency.to < g.latency.from || g.retryAfter < 0 || faults.tokenLife < 0 {
					t.Errorf("%q was read as %+v", spec, faults)
				}
			}
		}
	})
}
