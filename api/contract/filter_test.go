package contract

import (
	"net/url"
	"testing"
	"time"
)

const badDate = `Bad "created_at" query filter format. Use ISO 8601 DateTime notation.`

func TestFilterByName(t *testing.T) {
	s := newSpace(t)
	for name, attributes := range map[string]string{
		"a": `{"name": "web"}`, "b": `{"name": "Web"}`, "c": `{"name": "win:2022"}`, "d": `{"name": "x,y"}`,
		"e": `{"name": ""}`, "f": `{}`, "g": `{"name": "in:foo"}`, "h": `{"name": "a\"b"}`, "i": `{"name": "50%"}`, "j": `{"name": "web"}`,
		"k": `{"name": " pad "}`, "l": `{"name": "école"}`,
	} {
		s.image(name, member, attributes)
	}
	const list = "GET /v2/images?{mine}&name="
	s.check(t, []exchange{
		{"a name is matched exactly, case and all, duplicates too", member, list + "web", "", 200, finds("web", "web")},
		{"a part of a name is no match", member, list + "we", "", 200, finds()},
		{"there are no wildcards", member, list + "%25", "", 200, finds()},
		{"a percent sign stands for itself", member, list + "50%25", "", 200, finds("50%")},
		{"UTF-8 is matched", member, list + "%C3%A9cole", "", 200, finds("école")},
		{"eq: does the same", member, list + "eq:web", "", 200, finds("web", "web")},
		{"what stands before a colon is an operator", member, list + "win:2022", "", 400, refused("Unable to filter by unknown operator 'win'.")},
		{"neq: is no operator for names", member, list + "neq:web", "", 400, refused("Unable to filter by unknown operator 'neq'.")},
		{"a name with a colon is found with eq:", member, list + "eq:win:2022", "", 200, finds("win:2022")},
		{"a name that looks like a list is found with eq:", member, list + "eq:in:foo", "", 200, finds("in:foo")},
		{"a name with a quote is found with eq:", member, list + "eq:a%22b", "", 200, finds(`a"b`)},
		{"a name with a comma is found with eq:", member, list + "eq:x,y", "", 200, finds("x,y")},
		{"a name with a comma is found without an operator", member, list + "x,y", "", 200, finds("x,y")},
		{"an empty value finds the empty name, not null", member, list, "", 200, finds("")},
		{"eq: alone finds the empty name, not null", member, list + "eq:", "", 200, finds("")},
		{"a name with blanks around is matched with them", member, list + "%20pad%20", "", 200, finds(" pad ")},
		{"a name with blanks around is not matched without", member, list + "pad", "", 200, finds()},
		{"a list finds each of its names", member, list + "in:web,Web,nope", "", 200, finds("web", "web", "Web")},
		{"an empty list finds nothing", member, list + "in:", "", 200, finds()},
		{"an empty place in a list finds nothing", member, list + "in:Web,", "", 200, finds("Web")},
		{"quotes in a list keep a comma", member, list + "in:%22x,y%22,Web", "", 200, finds("x,y", "Web")},
		{"a quote must be closed", member, list + "in:%22web", "", 400, refused(`Invalid filter value "web. The quote is not closed.`)},
		{"a quote must follow a comma", member, list + "in:a%22b", "", 400, refused(`Invalid filter value a"b. There is no comma before opening quotation mark.`)},
		{"an escaped quote is not understood", member, list + "in:%22a%5C%22b%22", "", 200, finds()},
		{"of two names the last one counts", member, list + "web&name=Web", "", 200, finds("Web")},
	})
}

func TestFilterByAttribute(t *testing.T) {
	s := newSpace(t)
	s.active("a", member, `{"name": "a", "min_disk": 10, "min_ram": 512, "os_distro": "ubuntu", "Case": "upper"}`, "12345")
	s.active("b", member, `{"name": "b", "min_disk": 20, "os_distro": "debian:12", "case": "lower"}`, "123456789")
	s.image("c", member, `{"name": "c", "disk_format": "iso", "container_format": "ova", "protected": true, "os_distro": "in:x,y"}`)
	s.image("d", member, `{"name": "d", "os_distro": "", "a/b": "slash", " pad ": "v"}`)
	s.active("e", member, `{"name": "e"}`, "")
	checksum := s.must(member, "GET /v2/images/{a}", "").object(t)
	s.values["md5"], _ = checksum["checksum"].(string)
	s.values["sha"], _ = checksum["os_hash_value"].(string)
	const list = "GET /v2/images?{mine}&"
	number := refused("Unable to filter on a range with a non-numeric value.")
	s.check(t, []exchange{
		{"status", member, list + "status=active", "", 200, finds("a", "b", "e")},
		{"one of several statuses", member, list + "status=in:queued,deactivated", "", 200, finds("c", "d")},
		{"a status with eq:", member, list + "status=eq:queued", "", 200, finds("c", "d")},
		{"an unknown status finds nothing", member, list + "status=bogus", "", 200, finds()},
		{"deleted images are not found", member, list + "status=deleted", "", 200, finds()},
		{"a status with another operator is refused", member, list + "status=neq:active", "", 400, refused("Unable to filter by unknown operator 'neq'.")},
		{"id", member, list + "id={a}", "", 200, finds("a")},
		{"one of several ids", member, list + "id=in:{a},{b},{none}", "", 200, finds("a", "b")},
		{"an id that is no UUID finds nothing", member, list + "id=nope", "", 200, finds()},
		{"disk format", member, list + "disk_format=raw", "", 200, finds("a", "b", "e")},
		{"one of several disk formats", member, list + "disk_format=in:iso,qcow2", "", 200, finds("c")},
		{"an unknown disk format finds nothing", member, list + "disk_format=floppy", "", 200, finds()},
		{"container format", member, list + "container_format=ova", "", 200, finds("c")},
		{"one of several container formats", member, list + "container_format=in:ova,bare", "", 200, finds("a", "b", "c", "e")},
		{"owner", member, list + "owner={demo}&name=a", "", 200, finds("a")},
		{"another owner", member, list + "owner={other}", "", 200, finds()},
		{"a list of owners is taken literally", member, list + "owner=in:{demo}", "", 200, finds()},
		{"checksum", member, list + "checksum={md5}", "", 200, finds("a")},
		{"a list of checksums is taken literally", member, list + "checksum=in:{md5}", "", 200, finds()},
		{"hash", member, list + "os_hash_value={sha}", "", 200, finds("a")},
		{"algorithm of the hash", member, list + "os_hash_algo=sha512", "", 200, finds("a", "b", "e")},
		{"size", member, list + "size=5", "", 200, finds("a")},
		{"a size that is no number finds nothing", member, list + "size=big", "", 200, finds()},
		{"least size, inclusive, without images of no size", member, list + "size_min=5", "", 200, finds("a", "b")},
		{"greatest size, inclusive, without images of no size", member, list + "size_max=5", "", 200, finds("a", "e")},
		{"least and greatest size", member, list + "size_min=1&size_max=8", "", 200, finds("a")},
		{"a negative least size", member, list + "size_min=-1", "", 200, finds("a", "b", "e")},
		{"of two least sizes the last one counts", member, list + "size_min=1&size_min=6", "", 200, finds("b")},
		{"a least size that is no number", member, list + "size_min=big", "", 400, number},
		{"an empty greatest size", member, list + "size_max=", "", 400, number},
		{"a size with a fraction", member, list + "size_min=1.5", "", 400, number},
		{"a size beyond 64 bits", member, list + "size_min=9223372036854775808", "", 500, broken()},
		{"min_disk", member, list + "min_disk=20", "", 200, finds("b")},
		{"min_ram", member, list + "min_ram=512", "", 200, finds("a")},
		{"least min_disk", member, list + "min_disk_min=10", "", 200, finds("a", "b")},
		{"greatest min_ram", member, list + "min_ram_max=511", "", 200, finds("b", "c", "d", "e")},
		{"virtual_size", member, list + "virtual_size=9", "", 200, finds("b")},
		{"protected", member, list + "protected=true", "", 200, finds("c")},
		{"not protected", member, list + "protected=false", "", 200, finds("a", "b", "d", "e")},
		{"protected in capitals is refused", member, list + "protected=True", "", 400, refused("Invalid value 'True' for 'protected' filter. Valid values are 'true' or 'false'.")},
		{"protected without a value is refused", member, list + "protected=", "", 400, refused("Invalid value '' for 'protected' filter. Valid values are 'true' or 'false'.")},
		{"a property", member, list + "os_distro=ubuntu", "", 200, finds("a")},
		{"a property's case counts", member, list + "os_distro=Ubuntu", "", 200, finds()},
		{"a property's value knows no operators", member, list + "os_distro=debian:12", "", 200, finds("b")},
		{"a property's value knows no lists", member, list + "os_distro=in:x,y", "", 200, finds("c")},
		{"an empty property is not an absent one", member, list + "os_distro=", "", 200, finds("d")},
		{"the case of a property's name counts", member, list + "Case=upper", "", 200, finds("a")},
		{"a property's name may be odd", member, list + "a/b=slash", "", 200, finds("d")},
		{"two properties must both match", member, list + "os_distro=ubuntu&Case=upper", "", 200, finds("a")},
		{"of one property twice the last one counts", member, list + "os_distro=ubuntu&os_distro=debian:12", "", 200, finds("b")},
		{"an unknown parameter is a property", member, list + "nope=1", "", 200, finds()},
		{"stores is a property", member, list + "stores=fs", "", 200, finds()},
		{"tags is a property", member, list + "tags=a", "", 200, finds()},
		{"deleted is ignored", member, list + "deleted=true&name=a", "", 200, finds("a")},
		{"locations breaks the service", member, list + "locations=x", "", 500, broken()},
		{"properties breaks the service", member, list + "properties=x", "", 500, broken()},
		{"changes-since is gone", member, list + "changes-since=2020-01-01", "", 400, refused(`The "changes-since" filter is no longer available on v2.`)},
	})
}

func TestFilterByTag(t *testing.T) {
	s := newSpace(t)
	s.image("a", member, `{"name": "a", "tags": ["gold", "cis"]}`)
	s.image("b", member, `{"name": "b", "tags": ["gold", "x,y"]}`)
	s.image("c", member, `{"name": "c", "tags": ["Gold", "überprüft", "a:b"]}`)
	s.image("d", member, `{"name": "d"}`)
	const list = "GET /v2/images?{mine}&"
	s.check(t, []exchange{
		{"a tag is matched exactly, case and all", member, list + "tag=gold", "", 200, finds("a", "b")},
		{"two tags must both be there", member, list + "tag=gold&tag=cis", "", 200, finds("a")},
		{"two tags that no image has both", member, list + "tag=cis&tag=Gold", "", 200, finds()},
		{"a tag may be UTF-8", member, list + "tag=%C3%BCberpr%C3%BCft", "", 200, finds("c")},
		{"blanks around a tag are dropped", member, list + "tag=%20cis%20", "", 200, finds("a")},
		{"a tag knows no lists", member, list + "tag=in:gold,cis", "", 200, finds()},
		{"a tag knows no operators", member, list + "tag=eq:gold", "", 200, finds()},
		{"a tag with a colon is matched", member, list + "tag=a:b", "", 200, finds("c")},
		{"a tag with a comma is matched", member, list + "tag=x,y", "", 200, finds("b")},
		{"an empty tag finds nothing", member, list + "tag=", "", 200, finds()},
		{"a tag that no image has", member, list + "tag=nope", "", 200, finds()},
	})
}

// The service compares the microseconds that it stores and shows whole
// seconds, so the boundaries stand a day away.
func TestFilterByDate(t *testing.T) {
	s := newSpace(t)
	s.image("a", member, `{"name": "a"}`)
	created, err := time.Parse(time.RFC3339, s.must(member, "GET /v2/images/{a}", "").object(t)["created_at"].(string))
	if err != nil {
		t.Fatalf("created_at: %v", err)
	}
	at := func(offset time.Duration, layout string) string {
		return url.QueryEscape(created.Add(offset).Format(layout))
	}
	const day = 24 * time.Hour
	s.values["before"], s.values["after"] = at(-day, time.RFC3339), at(day, time.RFC3339)
	s.values["shown"] = at(0, time.RFC3339)
	const list = "GET /v2/images?{mine}&"
	bad := refused(badDate)
	operator := refused("Unable to filter on a unknown operator.")
	s.check(t, []exchange{
		{"gt: an earlier time", member, list + "created_at=gt:{before}", "", 200, finds("a")},
		{"gt: a later time", member, list + "created_at=gt:{after}", "", 200, finds()},
		{"gte: an earlier time", member, list + "created_at=gte:{before}", "", 200, finds("a")},
		{"gte: a later time", member, list + "created_at=gte:{after}", "", 200, finds()},
		{"lt: an earlier time", member, list + "created_at=lt:{before}", "", 200, finds()},
		{"lt: a later time", member, list + "created_at=lt:{after}", "", 200, finds("a")},
		{"lte: an earlier time", member, list + "created_at=lte:{before}", "", 200, finds()},
		{"lte: a later time", member, list + "created_at=lte:{after}", "", 200, finds("a")},
		{"eq: another time", member, list + "created_at=eq:{before}", "", 200, finds()},
		{"neq: another time", member, list + "created_at=neq:{before}", "", 200, finds("a")},
		{"no operator is eq:", member, list + "created_at={before}", "", 200, finds()},
		{"gt: the time that is shown has the image, because of the fraction", member, list + "created_at=gt:{shown}", "", 200, finds("a")},
		{"lte: the time that is shown lacks the image, because of the fraction", member, list + "created_at=lte:{shown}", "", 200, finds()},
		{"eq: the time that is shown lacks the image, because of the fraction", member, list + "created_at=eq:{shown}", "", 200, finds()},
		{"updated_at is a filter, too", member, list + "updated_at=gte:{before}", "", 200, finds("a")},
		{"a marker that the bound leaves out is a place all the same", member, list + "created_at=lt:{before}&marker={a}", "", 200, finds()},
		{"behind a marker the bound holds", member, list + "created_at=gte:{after}&marker={a}&sort=created_at:asc", "", 200, finds()},
		{"of two bounds the last one counts", member, list + "created_at=gte:{after}&created_at=lt:{after}", "", 200, finds("a")},
		{"the colon after an operator may be escaped", member, list + "created_at=lt%3A{before}", "", 200, finds()},
		{"a date alone is its midnight", member, list + "created_at=lt:2020-01-01", "", 200, finds()},
		{"a year alone is its first day", member, list + "created_at=gt:2020", "", 200, finds("a")},
		{"a year and a month are the first day", member, list + "created_at=gt:2020-02", "", 200, finds("a")},
		{"basic format", member, list + "created_at=gt:20200101T000000Z", "", 200, finds("a")},
		{"a space for the T", member, list + "created_at=gt:2020-01-01+00:00:00", "", 200, finds("a")},
		{"an offset is reckoned", member, list + "created_at=gt:" + at(-day, "2006-01-02T15:04:05")[:len("2006-01-02T15%3A04%3A05")] + "%2B02:00", "", 200, finds("a")},
		{"no zone is UTC", member, list + "created_at=gt:" + at(-time.Minute, "2006-01-02T15:04:05"), "", 200, finds("a")},
		{"fractions are read", member, list + "created_at=gt:2020-01-01T00:00:00.123456Z", "", 200, finds("a")},
		{"a raw plus is a space, so no offset", member, list + "created_at=gt:2020-01-01T00:00:00+02:00", "", 400, bad},
		{"what is no time is refused", member, list + "created_at=yesterday", "", 400, bad},
		{"an operator without a time is refused", member, list + "created_at=gt:", "", 400, bad},
		{"an empty value is refused", member, list + "created_at=", "", 400, bad},
		{"a day that does not exist is refused", member, list + "created_at=gt:2020-02-30", "", 400, bad},
		{"an unknown operator is refused", member, list + "created_at=foo:2020-01-01", "", 400, operator},
		{"a list is refused", member, list + "created_at=in:2020-01-01", "", 400, operator},
		{
			"updated_at is refused under its own name", member, list + "updated_at=gt:x", "", 400,
			refused(`Bad "updated_at" query filter format. Use ISO 8601 DateTime notation.`),
		},
	})
}
