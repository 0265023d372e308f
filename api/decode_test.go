package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/text"
)

// decoded reads one record as it stands in a list.
func decoded(t *testing.T, record string) model.Image {
	t.Helper()
	page, err := decodeListing([]byte(`{"images": [`+record+`], "schema": "/v2/schemas/images"}`), true, newInterner())
	if err != nil {
		t.Fatalf("%s: %v", record, err)
	}
	if len(page.images) != 1 {
		t.Fatalf("%s: %d images", record, len(page.images))
	}
	if got := string(page.images[0].Raw); got != strings.TrimSpace(record) {
		t.Errorf("Raw = %s, want %s", got, record)
	}
	return page.images[0]
}

// faultsOf are the fields at fault, and properties the properties as k=v.
func faultsOf(image *model.Image) (fields []string) {
	for _, fault := range image.Faults {
		fields = append(fields, fault.Field.Raw())
	}
	return fields
}

func propertiesOf(image *model.Image) (all []string) {
	for _, property := range image.Properties {
		value := property.Value.Raw()
		if property.Null {
			value = "(null)"
		}
		all = append(all, property.Key.Raw()+"="+value)
	}
	return all
}

func TestOddRecordsCostAFaultAtMost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, record string
		faults       []string
		properties   []string
		check        func(image *model.Image) bool
	}{
		{
			"keys that differ in case are properties", `{"id":"a","Status":"x","status":"active","Protected":"yes","protected":true,"Min_Disk":"q","min_disk":3}`,
			nil,
			[]string{"Status=x", "Protected=yes", "Min_Disk=q"},
			func(i *model.Image) bool { return i.Status == model.StatusActive && i.Protected && i.MinDisk == 3 },
		},
		{
			"a property called metadata is one like others", `{"id":"a","metadata":"evil","properties":"p","links":"l"}`,
			nil,
			[]string{"metadata=evil", "properties=p", "links=l"},
			nil,
		},
		{
			"an attribute that comes twice may be either", `{"id":"a","name":"one","name":"two","size":1,"size":2,"protected":true,"protected":false,` +
				`"created_at":"2026-01-01T00:00:00Z","created_at":null,"tags":["x"],"tags":["y"]}`,
			[]string{"name", "size", "protected", "created_at", "tags"},
			nil,
			func(i *model.Image) bool {
				return i.Name.IsEmpty() && i.Size == 0 && i.CreatedAt.IsZero() && len(i.Tags) == 0 && !i.Null.Has(model.AttrName) &&
					i.Unknown == unknownAtFirst.Without(model.AttrID)
			},
		},
		{
			"three times is one fault", `{"id":"a","size":1,"size":"x","size":null}`,
			[]string{"size"},
			nil,
			func(i *model.Image) bool { return i.Size == 0 && i.Unknown.Has(model.AttrSize) },
		},
		{
			"the last of two properties is shown, in the place of the first", `{"id":"a","p":"1","q":"2","p":"3"}`,
			[]string{"p"},
			[]string{"p=3", "q=2"},
			nil,
		},
		{
			"an escaped key is the key", `{"\u0069d":"a","n\u0061me":"b","\u0070":"c","p":"d"}`,
			[]string{"p"},
			[]string{"p=d"},
			func(i *model.Image) bool { return i.ID.Raw() == "a" && i.Name.Raw() == "b" },
		},
		{
			"numbers that are none", `{"id":"a","size":1.5,"min_disk":"5 GiB","min_ram":-1,"virtual_size":9223372036854775808}`,
			[]string{"size", "min_disk", "min_ram", "virtual_size"},
			nil,
			func(i *model.Image) bool { return i.Unknown.Has(model.AttrSize) && i.VirtualSize == 0 && i.MinRAM == 0 },
		},
		{
			"the largest number", `{"id":"a","size":9223372036854775807,"virtual_size":"9223372036854775807"}`, nil, nil,
			func(i *model.Image) bool { return i.Size == 1<<63-1 && i.VirtualSize == 1<<63-1 },
		},
		{
			"times that are none", `{"id":"a","created_at":"yesterday","updated_at":5}`,
			[]string{"created_at", "updated_at"},
			nil,
			func(i *model.Image) bool { return i.CreatedAt.IsZero() },
		},
		{
			"a time with an offset becomes UTC", `{"id":"a","created_at":"2026-01-02T03:04:05+02:00"}`, nil, nil,
			func(i *model.Image) bool { return i.CreatedAt.Equal(time.Date(2026, 1, 2, 1, 4, 5, 0, time.UTC)) },
		},
		{
			"an attribute that is missing is unknown where every record has it, and null elsewhere", `{"id":"a"}`, nil, nil,
			func(i *model.Image) bool {
				return i.Null == nullAtFirst && i.Unknown == unknownAtFirst.Without(model.AttrID) && i.Null|i.Unknown == allAttributes.Without(model.AttrID)
			},
		},
		{"tags null", `{"id":"a","tags":null}`, []string{"tags"}, nil, func(i *model.Image) bool { return i.Unknown.Has(model.AttrTags) }},
		{
			"tags of all kinds", `{"id":"a","tags":["x",5,null,{"a":[1]},"y"]}`,
			[]string{"tags"},
			nil,
			func(i *model.Image) bool {
				return len(i.Tags) == 2 && i.HasTag("x") && i.HasTag("y") && i.Unknown.Has(model.AttrTags)
			},
		},
		{"tags no list", `{"id":"a","tags":{"x":"y"}}`, []string{"tags"}, nil, nil},
		{
			"properties that are no strings are kept as JSON", `{"id":"a","p":{"b": [1, {"c":null}]},"q":5,"r":true,"s":[1]}`,
			[]string{"p", "q", "r", "s"},
			[]string{`p={"b": [1, {"c":null}]}`, "q=5", "r=true", "s=[1]"},
			nil,
		},
		{"a null property", `{"id":"a","kernel_id":null}`, nil, []string{"kernel_id=(null)"}, nil},
		{"an empty key and an empty value", `{"id":"a","":"x","p":""}`, nil, []string{"=x", "p="}, nil},
		{"what the program passes on may be anything", `{"id":"a","locations":[{"url":"f"}],"self":1,"file":null,"schema":{}}`, nil, nil, nil},
		{"an unknown status", `{"id":"a","status":"melting"}`, nil, nil, func(i *model.Image) bool { return i.Status.Raw() == "melting" }},
		{"invalid UTF-8 stays", "{\"id\":\"a\",\"name\":\"x\xffy\"}", nil, nil, func(i *model.Image) bool { return i.Name.Raw() == "x\xffy" }},
		{
			"a lone surrogate is replaced, and told", `{"id":"a","name":"x\ud800y","p":"\udc00","tags":["x","\ud800"]}`,
			[]string{"name", "p", "tags"},
			[]string{"p=\ufffd"},
			func(i *model.Image) bool {
				return i.Name.Raw() == "x\ufffdy" && i.Has(model.AttrName) && i.HasTag("x") && len(i.Tags) == 1 && i.Unknown.Has(model.AttrTags)
			},
		},
		{"an id with a lone surrogate is none", `{"id":"a\ud800"}`, []string{"id", ""}, nil, func(i *model.Image) bool { return i.ID.IsEmpty() }},
		{"control characters", `{"id":"a","name":"\u0000\u001b[2J"}`, nil, nil, func(i *model.Image) bool { return i.Name.Raw() == "\x00\x1b[2J" }},
		{"no id", `{"name":"x"}`, []string{""}, nil, func(i *model.Image) bool { return i.Name.Raw() == "x" }},
		{"an id that is no string", `{"id":5}`, []string{"id", ""}, nil, nil},
		{"no object", `["a"]`, []string{""}, nil, func(i *model.Image) bool { return i.Unknown == allAttributes && i.Null == 0 }},
		{"null", `null`, []string{""}, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			image := decoded(t, test.record)
			if got := faultsOf(&image); !slices.Equal(got, test.faults) {
				t.Errorf("faults %q, want %q", got, test.faults)
			}
			if got := propertiesOf(&image); !slices.Equal(got, test.properties) {
				t.Errorf("properties %q, want %q", got, test.properties)
			}
			if test.check != nil && !test.check(&image) {
				t.Errorf("got %+v", image)
			}
		})
	}
}

func TestAThousandPropertiesOfWhichSomeComeTwice(t *testing.T) {
	t.Parallel()
	var record strings.Builder
	record.WriteString(`{"id":"a"`)
	for i := range 1500 {
		fmt.Fprintf(&record, `,"p%d":"%d"`, i%1000, i)
	}
	image := decoded(t, record.String()+"}")
	if len(image.Properties) != 1000 {
		t.Fatalf("%d properties", len(image.Properties))
	}
	for i, property := range image.Properties {
		want := i
		if i < 500 {
			want += 1000
		}
		if property.Key.Raw() != fmt.Sprint("p", i) || property.Value.Raw() != fmt.Sprint(want) {
			t.Fatalf("property %d is %s=%s", i, property.Key.Raw(), property.Value.Raw())
		}
	}
}

func TestAnswersThatAreNoPage(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"empty", " \n", "it is empty"},
		{"a web page", "\n<!DOCTYPE html><html></html>", "it is a web page"},
		{"text", "OK", "not well-formed"},
		{"another document", `{"versions": []}`, "no list of images"},
		{"images null", `{"images": null}`, "no list of images"},
		{"images an object", `{"images": {}}`, "no list of images"},
		{"a list", `[]`, "no list of images"},
		{"a string", `"images"`, "no list of images"},
		{"a missing colon", `{"images" [{}]}`, "not well-formed"},
		{"a missing comma", `{"images": [{} {}]}`, "not well-formed"},
	}
	for _, test := range tests {
		_, err := decodeListing([]byte(test.body), false, newInterner())
		if !errors.Is(err, errNotImages) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestEveryCutOfAPageIsAnAnswerThatBrokeOff(t *testing.T) {
	t.Parallel()
	whole := `{"images": [{"id": "a", "tags": ["x", "y"], "size": null, "p": "v", "protected": true}, {"id": "b"}], "next": "/v2"}`
	for end := 1; end < len(whole); end++ {
		if _, err := decodeListing([]byte(whole[:end]), false, newInterner()); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", whole[:end], err)
		}
	}
	record := `{"id": "a", "tags": ["x", "y"], "p": "v"}`
	for end := 1; end < len(record); end++ {
		if _, err := decodeImage([]byte(record[:end]), newInterner()); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", record[:end], err)
		}
	}
}

func TestPagesThatAreReadAllTheSame(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		images     int
		more       bool
	}{
		{"with a byte order mark", "\ufeff" + `{"images": [{"id":"a"}]}`, 1, false},
		{"with a link", `{"next": "/v2/images?marker=a", "images": [{"id":"a"}]}`, 1, true},
		{"with a link that is none", `{"images": [], "next": null}`, 0, false},
		{"with a link of another type", `{"images": [], "next": {"href":"x"}}`, 0, false},
		{"with keys that nobody knows", `{"x": [[[{}]]], "images": [1, {"id":"a"}], "y": null}`, 2, false},
		{"with the list twice", `{"images": [{"id":"a"},{"id":"b"}], "images": [{"id":"c"}]}`, 1, false},
		{"with something behind it", `{"images": [{"id":"a"}]} trailing`, 1, false},
	}
	for _, test := range tests {
		page, err := decodeListing([]byte(test.body), false, newInterner())
		if err != nil || len(page.images) != test.images || page.more != test.more {
			t.Errorf("%s: %d images, more %v, %v", test.name, len(page.images), page.more, err)
		}
	}
}

func TestASingleImageMustHaveAnID(t *testing.T) {
	t.Parallel()
	image, err := decodeImage([]byte("\ufeff {\"id\": \"a\", \"p\": \"v\"} \n"), newInterner())
	if err != nil || image.ID.Raw() != "a" || string(image.Raw) != `{"id": "a", "p": "v"}` {
		t.Errorf("%v %s", err, image.Raw)
	}
	for _, body := range []string{`{}`, `{"id": null}`, `[]`, `<html>`, ``, `{"message": "x"}`} {
		if _, err := decodeImage([]byte(body), newInterner()); !errors.Is(err, errNotImages) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// wireImage draws an image and the record that it has on the wire.
func wireImage(t *rapid.T) (record map[string]any, want model.Image) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "active", "x86_64", `a"b\`, "\u2028", "größe"}))
	nullable := func(name string) any {
		if rapid.Bool().Draw(t, name+" is null") {
			return nil
		}
		return text.Draw(t, name)
	}
	size := rapid.Int64Min(0).Draw(t, "size")
	when := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "created"), 0).UTC()
	tags := rapid.SliceOfN(text, 0, 6).Draw(t, "tags")
	record = map[string]any{
		"id": "id-" + text.Draw(t, "id"), "name": nullable("name"), "owner": nullable("owner"), "size": size,
		"protected": rapid.Bool().Draw(t, "protected"), "created_at": when.Format(time.RFC3339), "tags": tags,
	}
	for _, key := range rapid.SliceOfNDistinct(text, 0, 40, rapid.ID[string]).Draw(t, "keys") {
		if _, known := model.AttributeNamed(key); !known {
			record[key] = text.Draw(t, "value")
		}
	}
	want.Size, want.CreatedAt, want.Protected = size, when, record["protected"].(bool)
	return record, want
}

func TestWhatIsEncodedIsDecoded(t *testing.T) {
	t.Parallel()
	shared := newInterner()
	rapid.Check(t, func(t *rapid.T) {
		record, want := wireImage(t)
		body, err := json.Marshal(map[string]any{"images": []any{record, record}, "next": "x"})
		if err != nil {
			t.Fatal(err)
		}
		original := bytes.Clone(body)
		page, err := decodeListing(body, true, shared)
		if err != nil || !page.more || len(page.images) != 2 || !bytes.Equal(body, original) {
			t.Fatalf("%v, %d images", err, len(page.images))
		}
		clear(body) // nothing may be left in the buffer
		for i := range page.images {
			compareWithRecord(t, &page.images[i], record, &want)
		}
	})
}

func compareWithRecord(t *rapid.T, image *model.Image, record map[string]any, want *model.Image) {
	if len(image.Faults) > 0 || image.Size != want.Size || image.Protected != want.Protected || !image.CreatedAt.Equal(want.CreatedAt) {
		t.Fatalf("got %+v", image)
	}
	raw, _ := json.Marshal(record)
	if !bytes.Equal(image.Raw, raw) {
		t.Fatalf("Raw %s, want %s", image.Raw, raw)
	}
	for _, attribute := range []model.Attribute{model.AttrID, model.AttrName, model.AttrOwner} {
		value, has := image.Text(attribute)
		wanted, isText := record[attribute.String()].(string)
		if has != isText || value.Raw() != wanted {
			t.Fatalf("%s is %q %v, want %q", attribute, value.Raw(), has, wanted)
		}
	}
	tags := record["tags"].([]string)
	if len(image.Tags) != len(tags) {
		t.Fatalf("tags %v, want %q", image.Tags, tags)
	}
	for i := range tags {
		if image.Tags[i].Raw() != tags[i] {
			t.Fatalf("tag %q, want %q", image.Tags[i].Raw(), tags[i])
		}
	}
	count := 0
	for key, value := range record {
		if _, known := model.AttributeNamed(key); known {
			continue
		}
		count++
		if got, found := image.Property(key); !found || got.Raw() != value.(string) {
			t.Fatalf("property %q is %q, want %q", key, got.Raw(), value)
		}
	}
	if count != len(image.Properties) {
		t.Fatalf("%d properties, want %d", len(image.Properties), count)
	}
}

func TestSharedStringsAreTheStringsThemselves(t *testing.T) {
	t.Parallel()
	shared := newInterner()
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 70), 1, 30).Draw(t, "strings")
		for _, c := range slices.Concat(content, content, content) {
			if got, found := shared.lookup(c); found && got != string(c) {
				t.Fatalf("%q became %q", c, got)
			}
		}
	})
	if _, found := shared.lookup([]byte("seen once")); found {
		t.Error("a string is taken at its first sight")
	}
	shared.lookup([]byte("seen once"))
	if got, found := shared.lookup([]byte("seen once")); !found || got != "seen once" {
		t.Error("a string is not taken at its third sight")
	}
}

func TestAnImageCostsLessThanAnAllocation(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates too")
	}
	const images = 200
	body := renderPage(0, images, "")
	shared := newInterner()
	// What other tests left running allocates as well, so the least counts.
	perPage := math.Inf(1)
	for range 5 {
		perPage = min(perPage, testing.AllocsPerRun(20, func() {
			if _, err := decodeListing(body, false, shared); err != nil {
				t.Fatal(err)
			}
		}))
	}
	// Those of several images lie together.
	if perImage := perPage / images; perImage > 1 {
		t.Errorf("%.2f allocations an image", perImage)
	}
}

// Images lie beside each other in memory; what is added to one is not seen in another.
func TestImagesOfAPageAreApart(t *testing.T) {
	t.Parallel()
	body := renderPage(0, 50, "")
	page, err := decodeListing(body, false, newInterner())
	if err != nil {
		t.Fatal(err)
	}
	want, err := decodeListing(body, false, newInterner())
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.images {
		image := &page.images[i]
		_ = append(image.Tags, text.Of("added"))
		_ = append(image.Properties, model.Property{Key: text.Of("added")})
	}
	for i := range page.images {
		if !slices.Equal(page.images[i].Tags, want.images[i].Tags) || !slices.Equal(page.images[i].Properties, want.images[i].Properties) {
			t.Fatalf("image %d is %+v", i, page.images[i])
		}
	}
}

func FuzzDecodePage(f *testing.F) {
	f.Add([]byte(`{"images": [{"id":"a","tags":["x"],"size":1,"p":"v","created_at":"2026-01-01T00:00:00Z"}], "next":"n"}`))
	f.Add([]byte(`{"images": [{"id":"\ud800","name":null,"size":1.5,"q":{"a":[]}}, 5, null]}`))
	f.Add([]byte(`{"images": [{"id":"a","":["x"]}]}`))
	f.Add([]byte("\ufeff{\"images\":[]}"))
	f.Add([]byte("{\"images\":[{\"id\":\"a\",\"size\":NaN,\"p\":\"\x01\",\"q\":[1,}] , {}, x], \"y\":Infinity}"))
	f.Fuzz(func(t *testing.T, body []byte) {
		page, err := decodeListing(body, true, newInterner())
		if err != nil {
			return
		}
		for i := range page.images {
			image := &page.images[i]
			if image.ID.IsEmpty() && !slices.Contains(faultsOf(image), "") {
				t.Errorf("an image without an id is at fault: %q %q", image.ID.Raw(), faultsOf(image))
			}
			if !isJSON(image.Raw) || isJSON(body) && !bytes.Contains(body, image.Raw) {
				t.Errorf("the record is not in the page: %q", image.Raw)
			}
			if !image.ID.IsEmpty() {
				again, err := decodeImage(image.Raw, newInterner())
				if err != nil || again.ID != image.ID || len(again.Properties) != len(image.Properties) {
					t.Errorf("%s alone is another image: %v", image.Raw, err)
				}
			}
		}
	})
}

func FuzzDecodeImage(f *testing.F) {
	f.Add([]byte(`{"id":"a","tags":["x"],"size":1,"p":"v"}`))
	f.Add([]byte(`{"id":"a","id":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		image, err := decodeImage(body, newInterner())
		if err != nil {
			return
		}
		if image.ID.IsEmpty() || !isJSON(image.Raw) || isJSON(body) && !bytes.Contains(body, image.Raw) {
			t.Errorf("%q: id %q, record %q", body, image.ID.Raw(), image.Raw)
		}
		seen := make(map[string]bool)
		for _, property := range image.Properties {
			if seen[property.Key.Raw()] {
				t.Errorf("%q: property %q twice", body, property.Key.Raw())
			}
			seen[property.Key.Raw()] = true
		}
	})
}
