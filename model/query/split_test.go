package query

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var testNow = time.Date(2026, 3, 31, 12, 30, 45, 678_000_000, time.UTC)

// mustSplit divides a line and an order, as a user would write them.
func mustSplit(t testing.TB, line, order string) Split {
	t.Helper()
	terms, err := Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ParseSort(order)
	if err != nil {
		t.Fatal(err)
	}
	split, err := Query{Terms: terms, Sort: keys}.Split(testNow)
	if err != nil {
		t.Fatal(err)
	}
	return split
}

// places writes where each term is evaluated, and what is asked: "SLN | a=b&c=d".
func places(split Split) string {
	var out strings.Builder
	for _, placed := range split.Terms {
		out.WriteString(map[Evaluator]string{Server: "S", Narrowed: "N", Local: "L"}[placed.Evaluator])
	}
	for _, request := range split.Requests {
		out.WriteString(" |")
		for i, param := range request.Params {
			out.WriteString([]string{"&", " "}[btoi(i == 0)] + param.Key + "=" + param.Value)
		}
	}
	return out.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestSplitSendsWhatTheServiceCanAnswerAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, want string }{
		{``, ` |`},
		{
			`status=active visibility=public tag=gold tag=cis size>=1GiB created>=2024-01-01 os_distro=ubuntu name=in:a,b hidden=only`,
			`SSSSSSSSS | visibility=public&status=active&tag=gold&tag=cis&size_min=1073741824&created_at=gte:2024-01-01T00:00:00Z&os_distro=ubuntu&name=in:a,b&os_hidden=true`,
		},

		// Names and the other keys with operators.
		{`name=a`, `S | name=eq:a`},
		{`name=""`, `S | name=eq:`},
		{`name=win:2022`, `S | name=eq:win:2022`},
		{`name="in:a,b"`, `S | name=eq:in:a,b`},
		{`name="say \"hi\""`, `S | name=eq:say "hi"`},
		{`name=in:"a,b","",c\d`, `S | name=in:"a,b","",c\d`},
		{`name=in:"a\"b",c`, `L |`},
		{`name=in:"a,\\",c`, `L |`},
		{`name=a name=b`, `SL | name=eq:a`},
		{`name=a name=a`, `SS | name=eq:a`},
		{`name=😀`, `L |`},
		{`name="a\u{0}"`, `L |`},
		{`name="\xff"`, `L |`},
		{`name!=a`, `L |`},
		{`name~a`, `L |`},
		{`a`, `L |`},
		{`name~/a/`, `L |`},
		{`!name ?name`, `LL |`},
		{`id=x status=in:active,queued disk_format=raw container_format=in:bare,ovf`, `SSSS | id=x&status=in:active,queued&disk_format=raw&container_format=in:bare,ovf`},
		{`id=a:b`, `S | id=eq:a:b`},

		// Keys whose values are literal.
		{`owner=p checksum=c os_hash_algo=sha512 os_hash_value=v`, `SSSS | owner=p&checksum=c&os_hash_algo=sha512&os_hash_value=v`},
		{`owner=in:a,b checksum=in:c,d`, `LL |`},
		{`stores=fs direct_url=x`, `LL |`},
		{`protected=true`, `S | protected=true`},
		{`protected=true protected=false`, `SL | protected=true`},
		{`protected!=true protected=in:true,false`, `LL |`},
		{`member_status=pending member_status=pending`, `SS | member_status=pending`},

		// Status.
		{`status!=active`, `S | status=in:queued,saving,uploading,importing,deactivated,killed,deleted,pending_delete`},
		{`status!=in:queued,saving,uploading,importing,deactivated,killed,deleted`, `S | status=in:active,pending_delete`},
		{`status=active status!=queued`, `SL | status=active`},
		{`status~act`, `L |`},

		// What takes thought.
		{`is=failed is!=failed is=attention is!=stuck`, `LLLL |`},
		{`is=stuck`, `N | status=in:queued,saving,uploading,importing`},
		{`is=stuck status=saving`, `LS | status=saving`},
		{`is=snapshot`, `S | image_type=snapshot`},
		{`is!=snapshot`, `L |`},
		{`is=in:snapshot,failed`, `L |`},
		{`is=mine`, `L |`},
		{`is=duplicate status=active visibility=public hidden=only is=stuck`, `LLLSL | os_hidden=true`},
		{`is!=duplicate visibility!=public`, `LL | visibility=all`},

		// Visibility.
		{`visibility=all`, `S | visibility=all`},
		{`visibility=community`, `S | visibility=community`},
		{`visibility=all visibility=public`, `SS | visibility=public`},
		{`visibility=public visibility=private visibility=public`, `SLS | visibility=public`},
		{`visibility=in:public,community`, `S | visibility=public | visibility=community`},
		{`visibility=in:public,private status=active`, `SS | visibility=public&status=active | visibility=private&status=active`},
		{`visibility=in:public,private,shared,community`, `S | visibility=all`},
		{`visibility=in:public,private visibility!=public`, `SS | visibility=private`},
		{`visibility!=public hidden=both`, `SS | visibility=community | visibility=community&os_hidden=true | visibility=shared | visibility=shared&os_hidden=true | visibility=private | visibility=private&os_hidden=true`},
		{`visibility!=in:public,private,shared,community`, `L |`},
		{`visibility!=community`, `S | visibility=public | visibility=shared | visibility=private`},
		{`visibility!=in:public,private visibility=shared`, `SS | visibility=shared`},
		{`visibility~p`, `L |`},

		// Hidden.
		{`hidden=no`, `S |`},
		{`hidden=both status=active`, `SS | status=active | status=active&os_hidden=true`},
		{`hidden=both hidden=only`, `SS | os_hidden=true`},
		{`hidden=no hidden=only`, `SL |`},

		// Tags.
		{`tag=a tag=b tag=a`, `SSS | tag=a&tag=b`},
		{`tag=" a"`, `L |`},
		{`tag="a\u{1f}"`, `L |`},
		{`tag=""`, `L |`},
		{`tag=😀`, `L |`},
		{`tag=in:a,b tag!=a tag~a tags=none tags!=none`, `LLLLL |`},

		// Properties.
		{`os_distro=ubuntu os_distro=debian`, `SL | os_distro=ubuntu`},
		{`os_distro=""`, `S | os_distro=`},
		{`os_distro=in:a,b os_distro~a os_distro!=a !os_distro`, `LLLL |`},
		{`"a b"="c d"`, `S | a b=c d`},
		{`"status"=x "tag"=x "limit"=x "tags"=x "properties"=x "deleted"=x "changes-since"=x`, `LLLLLLL |`},
		{`hw_min=x hw_max=x "size_min"=x ""=x __class__=x keys=x metadata=x members=x is_public=x`, `LLLLLLLLL |`},
		{`😀=x`, `L |`},

		// Numbers.
		{`size=5`, `S | size=5`},
		{`size=5 size=6`, `SL | size=5`},
		{`size>5`, `S | size_min=6`},
		{`size>=5 size<=9`, `SS | size_min=5&size_max=9`},
		{`size<5`, `S | size_max=4`},
		{`size<0`, `S | size_max=-1`},
		{`size>=1kB size>2kB size<1GB`, `SSS | size_min=2001&size_max=999999999`},
		{`size=in:5,9,7`, `N | size_min=5&size_max=9`},
		{`size=in:5,9 size>6`, `NS | size_min=7&size_max=9`},
		{`size!=5 !size ?size`, `LLL |`},
		{`size>9223372036854775807`, `L |`},
		{`size<=9223372036854775807`, `S |`},
		{`virtual_size>=1KiB`, `S | virtual_size_min=1024`},
		{`min_disk=20`, `S | min_disk=20`},
		{`min_disk>=20`, `S | min_disk_min=20`},
		{`min_disk>=20GB`, `S | min_disk_min=19`},
		{`min_disk>20GB`, `S | min_disk_min=19`},
		{`min_disk<20GB`, `S | min_disk_max=18`},
		{`min_disk<=20GB`, `S | min_disk_max=18`},
		{`min_disk<=20GiB`, `S | min_disk_max=20`},
		{`min_disk<20GiB`, `S | min_disk_max=19`},
		{`min_disk=20GB`, `L |`},
		{`min_disk=1024MiB`, `S | min_disk=1`},
		{`min_disk=3000000000`, `L |`},
		{`min_ram>1.5GiB`, `S | min_ram_min=1537`},

		// Dates.
		{`created>=2024`, `S | created_at=gte:2024-01-01T00:00:00Z`},
		{`created>2024`, `S | created_at=gte:2025-01-01T00:00:00Z`},
		{`created<2024`, `S | created_at=lt:2024-01-01T00:00:00Z`},
		{`created<=2024`, `S | created_at=lt:2025-01-01T00:00:00Z`},
		{`created=2024-02`, `N | created_at=gte:2024-02-01T00:00:00Z`},
		{`created>=2024-01-01T10:30+02:00`, `S | created_at=gte:2024-01-01T08:30:00Z`},
		{`created>2024-01-01T10:30`, `S | created_at=gte:2024-01-01T10:31:00Z`},
		{`created<=2024-01-01T10:30:05Z`, `S | created_at=lt:2024-01-01T10:30:06Z`},
		{`created>2024-01-01T10:30:05Z`, `S | created_at=gte:2024-01-01T10:30:06Z`},
		{`created>2024-12-31`, `S | created_at=gte:2025-01-01T00:00:00Z`},
		{`created>2024 updated>2024`, `SS | created_at=gte:2025-01-01T00:00:00Z&updated_at=gte:2025-01-01T00:00:00Z`},
		{`created>=2024 created<2025`, `SL | created_at=gte:2024-01-01T00:00:00Z`},
		{`created<2025 created>=2024`, `LS | created_at=gte:2024-01-01T00:00:00Z`},
		{`created>=2023 created>=2024`, `SS | created_at=gte:2024-01-01T00:00:00Z`},
		{`created=in:2023,2025`, `N | created_at=gte:2023-01-01T00:00:00Z`},
		{`created!=2024`, `L |`},
		{`created<=9999`, `L |`},
		{`created>=0999`, `L |`},
		{`created>=0999 created<2024`, `LS | created_at=lt:2024-01-01T00:00:00Z`},
		{`updated<-1y`, `S | updated_at=lt:2025-03-31T12:30:45Z`},
		{`updated>-1y`, `S | updated_at=gte:2025-03-31T12:30:46Z`},
		{`updated<-1mo`, `S | updated_at=lt:2026-02-28T12:30:45Z`},
		{`updated<-13mo`, `S | updated_at=lt:2025-02-28T12:30:45Z`},
		{`updated<-2w`, `S | updated_at=lt:2026-03-17T12:30:45Z`},
		{`updated<-14d`, `S | updated_at=lt:2026-03-17T12:30:45Z`},
		{`updated<-6h`, `S | updated_at=lt:2026-03-31T06:30:45Z`},
		{`updated<-30min`, `S | updated_at=lt:2026-03-31T12:00:45Z`},
		{`updated<-45s`, `S | updated_at=lt:2026-03-31T12:30:00Z`},
		{`updated>=-1000y`, `S | updated_at=gte:1026-03-31T12:30:45Z`},
	}
	for _, test := range tests {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			split := mustSplit(t, test.line, "")
			if diff := cmp.Diff(test.want, places(split)); diff != "" {
				t.Errorf("places and requests (-want +got):\n%s", diff)
			}
			for _, placed := range split.Terms {
				if (placed.Why == "") != (placed.Evaluator == Server) {
					t.Errorf("%s is %s because %q", placed.Term, placed.Evaluator, placed.Why)
				}
			}
		})
	}
}

func TestSplitLeavesToThisSideWhatWouldMakeTheRequestTooLong(t *testing.T) {
	t.Parallel()
	id := func(i int) string { return fmt.Sprintf("6bbe2f5e-0000-4000-8000-%012d", i) }
	ids := make([]string, 300)
	for i := range ids {
		ids[i] = id(i)
	}
	few, many := strings.Join(ids[:150], ","), strings.Join(ids, ",")
	split := mustSplit(t, "status=active id=in:"+many+" os_distro=x", "created:asc")
	if got, want := places(split), "SLS | status=active&os_distro=x&sort=created_at:asc"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := mustSplit(t, "id=in:"+few, "").Terms[0].Evaluator; got != Server {
		t.Errorf("150 ids are %s", got)
	}
	// Two that fit only one at a time.
	split = mustSplit(t, "id=in:"+few+" name="+strings.Repeat("é", 600), "")
	if split.Terms[0].Evaluator != Server || split.Terms[1].Evaluator != Local || split.Terms[1].Why != whyTooLong {
		t.Errorf("places %v", split.Terms)
	}
}

func TestSplitSendsOnlySoManyTagsAndProperties(t *testing.T) {
	t.Parallel()
	var line strings.Builder
	for i := range 30 {
		fmt.Fprintf(&line, "tag=t%d p%d=x ", i, i)
	}
	split := mustSplit(t, line.String()+"status=active tag=t0 p0=x", "")
	sent := map[Evaluator]int{}
	for _, placed := range split.Terms {
		sent[placed.Evaluator]++
	}
	if want := map[Evaluator]int{Server: maxJoins + 3, Local: 60 - maxJoins}; !cmp.Equal(want, sent) {
		t.Errorf("placed %v, want %v", sent, want)
	}
	if got := len(split.Requests[0].Params); got != maxJoins+1 {
		t.Errorf("%d parameters, want %d", got, maxJoins+1)
	}
}

func TestSplitSortsOnThisSideWhatTheServiceCannotPage(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, order, want, why string }{
		{``, ``, ` |`, ""},
		{``, `created`, ` | sort=created_at:desc`, ""},
		{``, `status:asc,updated:desc,id:asc`, ` | sort=status:asc,updated_at:desc,id:asc`, ""},
		{``, `container_format,disk_format`, ` | sort=container_format:desc,disk_format:desc`, ""},
		{`tag=a`, `name:asc`, `S | tag=a`, whyNullSort + "name"},
		{`name=a`, `name:asc`, `S | name=eq:a&sort=name:asc`, ""},
		{`name=a`, `size:asc`, `S | name=eq:a`, whyNullSort + "size"},
		{`size>=1`, `size:asc`, `S | size_min=1&sort=size:asc`, ""},
		{`size<5`, `status:asc,size:desc`, `S | size_max=4&sort=status:asc,size:desc`, ""},
		{`size=5`, `size:desc`, `S | size=5&sort=size:desc`, ""},
		{`size!=5`, `size:desc`, `L |`, whyNullSort + "size"},
		{``, `virtual_size:desc`, ` |`, whyNoSort + "virtual_size"},
		{``, `created:desc,min_disk:asc`, ` |`, whyNoSort + "min_disk"},
		{``, `tag:desc`, ` |`, whyNoSort + "tag"},
		{``, `hidden:desc`, ` |`, whyNoSort + "hidden"},
		{``, `"a b":desc`, ` |`, whyNoSort + `"a b"`},
		{`is=duplicate`, ``, `L |`, whyNames},
		{`is!=duplicate`, `status:asc`, `L |`, whyNames},
		{`hidden=both`, `status:asc`, `S | sort=status:asc | sort=status:asc&os_hidden=true`, ""},
	}
	for _, test := range tests {
		t.Run(test.line+" by "+test.order, func(t *testing.T) {
			t.Parallel()
			split := mustSplit(t, test.line, test.order)
			if diff := cmp.Diff(test.want, places(split)); diff != "" {
				t.Errorf("places and requests (-want +got):\n%s", diff)
			}
			if split.SortWhy != test.why || split.SortLocal != (test.why != "") {
				t.Errorf("local %t because %q, want because %q", split.SortLocal, split.SortWhy, test.why)
			}
		})
	}
}

func TestWhatIsMineIsAskedForByItsOwner(t *testing.T) {
	t.Parallel()
	terms, err := Parse("is=mine is!=mine is=in:mine,failed")
	if err != nil {
		t.Fatal(err)
	}
	wanted := Query{Terms: terms}
	if named := wanted.NamedProjects(); !named.Own || named.IsEmpty() {
		t.Errorf("the own project is not looked up: %+v", named)
	}
	wanted.Projects = wanted.Projects.And(Projects{Own: "p1"}).And(Projects{})
	if named := wanted.NamedProjects(); named.Own {
		t.Error("the own project is looked up again")
	}
	split, err := wanted.Split(testNow)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := places(split), "SLL | owner=p1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSplitTellsWhetherThisSideMustSeeImages(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{``: false, `status=active`: false, `name~a`: true, `created=2024`: true} {
		split := mustSplit(t, line, "")
		if got := split.IsLocal(); got != want {
			t.Errorf("%s: IsLocal = %t", line, got)
		}
	}
	split := mustSplit(t, "", "name")
	if !split.IsLocal() {
		t.Error("an order of this side is local")
	}
}

func TestSplitRefusesTermsThatNoLineCanHold(t *testing.T) {
	t.Parallel()
	tests := map[string]Query{
		"an operator that the key does not take": {Terms: []Term{{Field: Field{Kind: FieldHidden}, Op: OpLess, Values: []string{"no"}}}},
		"an unknown operator":                    {Terms: []Term{{Op: 99, Values: []string{"a"}}}},
		"no value":                               {Terms: []Term{{Op: OpEqual}}},
		"a value too many":                       {Terms: []Term{{Op: OpContains, Values: []string{"a", "b"}}}},
		"a value for presence":                   {Terms: []Term{{Op: OpSet, Values: []string{"a"}}}},
		"two modes":                              {Terms: []Term{{Field: Field{Kind: FieldHidden}, Values: []string{"no", "only"}}}},
		"a link":                                 {Terms: []Term{attr(24, OpEqual, "a")}},
		"a size that is none":                    {Terms: []Term{attr(4, OpEqual, "big")}},
		"a broken regular expression":            {Terms: []Term{prop("a", OpMatches, "(")}},
		"two member statuses": {Terms: []Term{
			{Field: Field{Kind: FieldMemberStatus}, Values: []string{"all"}},
			{Field: Field{Kind: FieldMemberStatus}, Values: []string{"pending"}},
		}},
		"an order by member status": {Sort: []SortKey{{Field: Field{Kind: FieldMemberStatus}}}},
		"an order by a link":        {Sort: []SortKey{{Field: AttributeField(24)}}},
	}
	for name, query := range tests {
		if split, err := query.Split(testNow); err == nil {
			t.Errorf("%s was taken: %v", name, split.Terms)
		}
	}
}
