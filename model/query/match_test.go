package query

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/text"
)

// sample is an image with a value in most fields.
func sample() *model.Image {
	return &model.Image{
		ID: model.NewImageID("6bbe2f5e"), Name: text.Of("Ubuntu 22.04 Größe"), Status: model.StatusActive,
		Visibility: model.VisibilityPublic, DiskFormat: text.Of("qcow2"), ContainerFormat: text.Of("bare"),
		Size: 1 << 30, VirtualSize: 20 << 30, MinDisk: 20, MinRAM: 512, Owner: text.Of("p1"),
		CreatedAt: time.Date(2024, 2, 29, 10, 30, 5, 0, time.UTC), UpdatedAt: time.Date(2025, 3, 31, 12, 30, 45, 0, time.UTC),
		Protected: true, Tags: []text.Untrusted{text.Of("gold"), text.Of("CIS level 1")},
		Properties: []model.Property{
			{Key: text.Of("os_distro"), Value: text.Of("ubuntu")},
			{Key: text.Of("empty")},
			{Key: text.Of("kernel_id"), Null: true},
			{Key: text.Of("status"), Value: text.Of("odd")},
		},
		Null: model.AttributeSet(0).With(model.AttrChecksum).With(model.AttrStores),
	}
}

func TestMatchEvaluatesEveryOperator(t *testing.T) {
	t.Parallel()
	holds := []string{
		``, `status=active`, `status=in:queued,active`, `name="Ubuntu 22.04 Größe"`, `name!=ubuntu`,
		`ubuntu`, `UBUNTU`, `GRÖßE`, `größe`, `name~"U 22"`, `name!~debian`,
		`/^Ubuntu \d\d\.04/`, `name~/(?i)^ubuntu/`, `name!~/^ubuntu/`, `name~/Größe$/`,
		`checksum!=x`, `checksum!~x`, `checksum!~/x/`, `!checksum`, `?owner`, `owner=in:p1,p2`, `owner!=in:p2,p3`,
		`size=1GiB`, `size>=1GiB`, `size<=1GiB`, `size>1GB`, `size<2GiB`, `size=in:5,1073741824`, `size!=5`,
		`virtual_size=20GiB`, `min_disk=20`, `min_disk=20GiB`, `min_disk>20GB`, `min_disk>=20GB`, `min_disk!=20GB`, `min_disk<22GB`,
		`min_ram=0.5GiB`, `min_ram<=512`, `min_ram>500`, `!stores`, `?size`,
		`created=2024`, `created=2024-02`, `created=2024-02-29`, `created=2024-02-29T10`, `created=2024-02-29T10:30`,
		`created=2024-02-29T10:30:05`, `created=2024-02-29T12:30:05+02:00`, `created>=2024-02-29T10:30:05`, `created<=2024-02-29`,
		`created<=2024`, `created<2024-03`, `created>2023`, `created>=2024`, `created!=2023`, `created=in:2023,2024-02`,
		`created>=2024-02 created<2024-03`, `updated=-1y`, `updated<=-1y`, `updated>=-1y`, `updated<-11mo`, `updated>-13mo`,
		`protected=true`, `protected!=false`, `protected=in:true,false`, `?protected`,
		`tag=gold`, `tag!=Gold`, `tag=in:x,gold`, `tag~GOL`, `tag~"level"`, `tag!~silver`, `tag~/^CIS/`, `tag!~/^cis/`, `tags!=none`, `?tag`,
		`tag=gold tag="CIS level 1"`,
		`os_distro=ubuntu`, `os_distro!=debian`, `os_distro~BUNT`, `os_distro~/^u/`, `?os_distro`, `!os_version`, `os_version!=22`,
		`empty=""`, `?empty`, `!kernel_id`, `kernel_id!=x`, `kernel_id!~/x/`, `"status"=odd`, `"Status"!=odd`,
		`visibility=public`, `visibility=all`, `visibility!=private`, `visibility~PUB`,
		`hidden=no`, `hidden=both`, `member_status=pending`,
	}
	fails := []string{
		`status=queued`, `status!=active`, `status!=in:queued,active`, `name=ubuntu`, `name!="Ubuntu 22.04 Größe"`, `debian`, `name!~UBUNTU`,
		`name~/^ubuntu/`, `checksum=x`, `checksum=""`, `checksum~x`, `checksum~/x*/`, `?checksum`, `!owner`, `owner!=p1`,
		`size>1GiB`, `size<1GiB`, `size!=1GiB`, `size=in:1,2`, `min_disk=20GB`, `min_disk<=20GB`, `min_disk<20GB`, `min_disk>20`, `!size`,
		`created=2023`, `created>2024`, `created<2024`, `created<2024-02-29T10:30:05`, `created>2024-02-29T10:30:05`, `created!=2024`,
		`created>=2024-02-29T10:30:06`, `updated<-1y`, `updated>-1y`, `protected=false`, `protected!=true`,
		`tag=Gold`, `tag!=gold`, `tag=silver`, `tag~silver`, `tag!~gold`, `tag!~/gold/`, `tags=none`, `tag=gold tag=silver`, `tag!=in:gold,x`,
		`os_distro=Ubuntu`, `os_distro!=ubuntu`, `!os_distro`, `?os_version`, `os_version=""`, `empty!=""`, `kernel_id=""`, `?kernel_id`,
		`"status"=active`, `visibility=private`, `visibility!=public`, `hidden=only`,
	}
	for want, lines := range map[bool][]string{true: holds, false: fails} {
		for _, line := range lines {
			split := mustSplit(t, line, "")
			if got := split.Match(sample()); got != want {
				t.Errorf("%s: Match = %t", line, got)
			}
		}
	}
}

func TestMatchOfNullIsNeverAnOrderAndAlwaysItsComplement(t *testing.T) {
	t.Parallel()
	empty := &model.Image{Null: ^model.AttributeSet(0)}
	for _, line := range []string{`size<=0`, `size>=0`, `size=0`, `created<2100`, `name=""`, `name~/x*/`, `protected=false`, `?tag`, `?name`} {
		split := mustSplit(t, line, "")
		if split.Match(empty) {
			t.Errorf("%s matches null", line)
		}
	}
	for _, line := range []string{`size!=0`, `created!=2024`, `name!=""`, `name!~/x*/`, `protected!=false`, `tags=none`, `!name`, `hidden=no`} {
		split := mustSplit(t, line, "")
		if !split.Match(empty) {
			t.Errorf("%s does not match null", line)
		}
	}
}

func TestMatchTakesAnImageThatCannotBeReadOnTheServicesWord(t *testing.T) {
	t.Parallel()
	unreadable := &model.Image{Unknown: ^model.AttributeSet(0), Faults: []model.Fault{{Reason: "no object"}}}
	oddSize := sample()
	oddSize.Size, oddSize.Unknown = 0, oddSize.Unknown.With(model.AttrSize)
	oddSize.Faults = []model.Fault{{Field: text.Of("size"), Reason: "a number was expected"}}
	tests := []struct {
		line          string
		image         *model.Image
		want          bool
		whatImageIsIt string
	}{
		{``, unreadable, true, "unreadable"},
		{`status=active tag=gold size>=1 os_distro=x hidden=only`, unreadable, true, "unreadable"},
		{`status=active ubuntu`, unreadable, false, "unreadable"},
		{`!owner`, unreadable, false, "unreadable"},
		{`created=2024`, unreadable, false, "unreadable"},
		{`size>=1GiB`, oddSize, true, "of an odd size"},
		{`size>=1GiB status=queued`, oddSize, false, "of an odd size"},
		{`size!=1GiB`, oddSize, false, "of an odd size"},
		{`!size`, oddSize, false, "of an odd size"},
		{`?size`, oddSize, false, "of an odd size"},
		{`size=in:1,2`, oddSize, false, "of an odd size"},
		{`ubuntu`, oddSize, true, "of an odd size"},
	}
	for _, test := range tests {
		split := mustSplit(t, test.line, "")
		if got := split.Match(test.image); got != test.want {
			t.Errorf("%s: Match = %t for an image that is %s", test.line, got, test.whatImageIsIt)
		}
	}
}

func TestAnUnknownValueMatchesNeitherATermNorItsOpposite(t *testing.T) {
	t.Parallel()
	image := sample()
	image.Unknown = ^model.AttributeSet(0)
	image.Protected, image.Hidden, image.Size, image.Status = false, false, 0, model.Status{}
	for _, line := range []string{
		`protected=true`, `protected=false`, `protected!=true`, `protected!=false`, `?protected`, `hidden=no`, `hidden=only`,
		`size=0`, `size!=0`, `size<1`, `size>=0`, `?size`, `!size`, `status!=active`, `status!=in:active,queued`, `status~a`, `status!~a`,
		`visibility!=public`, `!owner`, `owner!=a`, `!name`, `name!=x`, `name!~/x/`, `created!=2024`, `created<2024`, `tags=none`, `tag!=x`, `tag!~x`,
		`min_disk=0`, `min_disk!=0`,
	} {
		split := mustSplit(t, line, "")
		for i := range split.conditions {
			split.conditions[i].place = Local
		}
		if split.Match(image) {
			t.Errorf("%s matches where nothing is known", line)
		}
	}
	for _, line := range []string{`tag=gold`, `tag~gol`, `?tag`, `hidden=both`} {
		split := mustSplit(t, line, "")
		for i := range split.conditions {
			split.conditions[i].place = Local
		}
		if !split.Match(image) {
			t.Errorf("%s does not match by the tags that are known", line)
		}
	}
}

func TestAnyTermThatIsEvaluatedHereLeavesOutWhatIsUnknown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		term := anyTerm().Draw(t, "term")
		split, err := Query{Terms: []Term{term}}.Split(testNow)
		if err != nil {
			t.Fatal(err)
		}
		s := anyImage(t, 1)
		s.img.Tags = nil
		attribute := term.Field.Attribute
		switch term.Field.Kind {
		case FieldTag:
			attribute = model.AttrTags
		case FieldHidden:
			attribute = model.AttrHidden
		case FieldProperty, FieldMemberStatus, FieldIs:
			return
		}
		s.img.Null, s.img.Unknown = s.img.Null.Without(attribute), s.img.Unknown.With(attribute)
		always := split.Terms[0].Evaluator == Server || split.conditions[0].test == nil || split.conditions[0].certain && term.Field.Kind == FieldHidden
		if got := split.Match(&s.img); got != always {
			t.Fatalf("%s, which is %s, matches an image of which it is unknown: %v", term, split.Terms[0].Evaluator, got)
		}
	})
}

func TestNothingIsSaidNotToBeOfARecordThatCannotBeRead(t *testing.T) {
	t.Parallel()
	image := sample()
	image.Faults = []model.Fault{{Reason: "no object"}}
	for line, want := range map[string]bool{
		`is!=failed`: false, `is!=stuck`: false, `is=stuck`: false, `is=attention`: true, `is!=attention`: false, `is=in:stuck,attention`: true,
	} {
		split := mustSplit(t, line, "")
		if split.Match(image) != want {
			t.Errorf("%s: %t", line, !want)
		}
	}
}

func TestAnOrderPutsWhatIsUnknownLastInEitherDirection(t *testing.T) {
	t.Parallel()
	small, null, unknown := sample(), sample(), sample()
	small.Size = 1
	null.Size, null.Null = 0, null.Null.With(model.AttrSize)
	unknown.Size, unknown.Unknown = 0, unknown.Unknown.With(model.AttrSize)
	for _, order := range []string{"size:asc", "size:desc", "protected:asc", "hidden:desc", "tag:asc", "created:desc", "status:asc", "id:desc"} {
		field := mustSplit(t, "", order).Sort[0].Field
		attribute := map[FieldKind]model.Attribute{FieldTag: model.AttrTags, FieldHidden: model.AttrHidden, FieldAttribute: field.Attribute}[field.Kind]
		unknown.Unknown = model.AttributeSet(0).With(attribute)
		split := mustSplit(t, "", order)
		for _, other := range []*model.Image{small, null} {
			if split.Compare(unknown, other) <= 0 || split.Compare(other, unknown) >= 0 {
				t.Errorf("%s: what is unknown is not last", order)
			}
		}
		if split.Compare(unknown, unknown) != 0 {
			t.Errorf("%s: an unknown value differs from itself", order)
		}
	}
}

func TestContainsIgnoresCaseByUnicodeAndNothingElse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value, wanted string
		want          bool
	}{
		{"", "a", false},
		{"a", "a", true},
		{"A", "a", true},
		{"a", "A", true},
		{"ba", "a", true},
		{"b", "a", false},
		{"aab", "ab", true},
		{"aaab", "aab", true},
		{"abab", "abb", false},
		{"ab", "abc", false},
		{"ÄÖÜ", "äöü", true},
		{"xäy", "Ä", true},
		{"x", "ä", false},
		{"äx", "X", true},
		{"xä", "X", true},
		{"Straße", "STRASSE", false},
		{"\u212a", "k", true},
		{"k", "\u212a", true},
		{"x\u017f", "S", true},
		{"ΣΑΣ", "σας", true},
		{"I", "ı", false},
		{"a\u212a", "ak", true},
		{"a\xff", "\xff", true},
		{"a\xff", "\xfe", false},
		{"ÿ", "\xff", false},
		{"\xc3", "Ã", false},
		{"日本語", "本", true},
		{"a\x00b", "\x00B", true},
		{"[", "{", false},
		{"@", "`", false},
	}
	for _, test := range tests {
		n := newNeedle(test.wanted)
		if got := n.in(test.value); got != test.want {
			t.Errorf("%q in %q: %t", test.wanted, test.value, got)
		}
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	if raceEnabled {
		t.Skip("under the race detector regular expressions allocate at random")
	}
	images := []*model.Image{sample(), {Null: ^model.AttributeSet(0)}}
	images[0].Faults = []model.Fault{{Field: text.Of("checksum")}}
	for _, line := range []string{
		`ubuntu`, `größe`, `name=a`, `status=in:active,queued`, `size>=1GiB`, `created=2024`, `tag~gold`, `os_distro!=x`,
		`protected=true`, `/^Ubuntu \d+/`, `tags=none`, `hidden=no`,
	} {
		split := mustSplit(t, line, "size,os_distro:asc,tag,name")
		got := testing.AllocsPerRun(100, func() {
			for _, img := range images {
				split.Match(img)
				split.Compare(images[0], img)
			}
		})
		if got != 0 {
			t.Errorf("%s: %v allocations", line, got)
		}
	}
}

func TestNobodyHasCountedTheNamesAndNothingMatches(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"is=duplicate", "is!=duplicate", "is=duplicate status=active"} {
		split := mustSplit(t, line, "")
		if split.Match(sample()) || !split.MatchAlone(sample()) {
			t.Errorf("%s: Match %v, MatchAlone %v", line, split.Match(sample()), split.MatchAlone(sample()))
		}
	}
}
