package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"glimpse/model"
)

// odd are values of every JSON type, in the ways in which services, gateways
// and databases were seen, or may be expected, to send what the API has as
// another type.
var odd = []string{
	`null`, `true`, `false`, `0`, `1`, `2`, `10`, `10.0`, `10.000`, `1e3`, `1.0E+3`, `10.5`, `1e-3`, `-1`, `-0`, `1e300`, `1e99`,
	`9223372036854775807`, `9223372036854775808`, `10.00000000000000000001`,
	`""`, `" "`, `"active"`, `"true"`, `"True"`, `" FALSE "`, `"yes"`, `"off"`, `"0"`, `"1"`, `"1.0"`, `"maybe"`, `"null"`, `"None"`,
	`"10"`, `" 10\n"`, `"10.0"`, `"10 GiB"`, `"0x10"`, `"1_000"`, `"1048576"`, `"-1"`, `"1e3"`, `"NaN"`, `"\u0031\u0030"`,
	`"2024-01-01T00:00:00Z"`, `"2024-01-01T00:00:00"`, `"2024-01-01 00:00:00"`, `"2024-01-01T00:00:00.000000"`,
	`"2024-01-01T02:00:00+02:00"`, `"2024-01-01 02:00:00+0200"`, `"2024-01-01t00:00:00z"`, `"2024-01-01"`, `"01/02/2024"`, `1704067200`,
	`[]`, `["a"]`, `[1]`, `{}`, `{"a":1}`,
}

var (
	newYear = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	// numbers, flags and moments are all that is read of the above.
	numbers = map[string]int64{
		`0`: 0, `1`: 1, `2`: 2, `10`: 10, `10.0`: 10, `10.000`: 10, `1e3`: 1000, `-0`: 0, `9223372036854775807`: 1<<63 - 1,
		`"0"`: 0, `"1"`: 1, `"1.0"`: 1, `"10"`: 10, `" 10\n"`: 10, `"10.0"`: 10, `"1048576"`: 1048576, `"1e3"`: 1000, `"\u0031\u0030"`: 10,
		`1704067200`: 1704067200,
	}
	flags = map[string]bool{
		`true`: true, `false`: false, `0`: false, `1`: true, `"true"`: true, `"True"`: true, `" FALSE "`: false, `"yes"`: true, `"off"`: false,
		`"0"`: false, `"1"`: true,
	}
	moments = []string{
		`"2024-01-01T00:00:00Z"`, `"2024-01-01T00:00:00"`, `"2024-01-01 00:00:00"`, `"2024-01-01T00:00:00.000000"`,
		`"2024-01-01T02:00:00+02:00"`, `"2024-01-01 02:00:00+0200"`, `"2024-01-01t00:00:00z"`,
	}
)

// TestEveryAttributeOfEveryType states for each attribute what each JSON value
// is: a value, null, or unknown. Nothing else is read as anything.
func TestEveryAttributeOfEveryType(t *testing.T) {
	t.Parallel()
	for _, attribute := range model.Attributes() {
		for _, value := range odd {
			record := fmt.Sprintf(`{"id":"a",%q:%s}`, attribute, value)
			if attribute == model.AttrID {
				record = `{"id":` + value + `}`
			}
			image := decoded(t, record)
			var got, want any
			var has bool
			switch attribute.Kind() {
			case model.KindBytes, model.KindGiB, model.KindMiB:
				got, _ = image.Number(attribute)
				want, has = numbers[value]
			case model.KindBool:
				got, _ = image.Bool(attribute)
				want, has = flags[value]
			case model.KindTime:
				when, _ := image.Time(attribute)
				got, want, has = when.Equal(newYear), true, slices.Contains(moments, value)
			case model.KindText, model.KindWord:
				text, _ := image.Text(attribute)
				var plain string
				got, has = text.Raw(), value != `null` && json.Unmarshal([]byte(value), &plain) == nil
				if attribute == model.AttrID && plain == "" {
					has = false
				}
				want = plain
			case model.KindTags:
				got, want, has = len(image.Tags), strings.Count(value, `"a"`), value == `[]` || value == `["a"]`
			default:
				has = value != `null`
			}
			checkState(t, &image, attribute, record, has, value == `null` && attribute.Nullable())
			if has && got != want {
				t.Errorf("%s: %s is %v, want %v", record, attribute, got, want)
			}
		}
	}
}

// checkState compares whether an attribute has a value, is null or unknown.
func checkState(t *testing.T, image *model.Image, attribute model.Attribute, record string, has, null bool) {
	t.Helper()
	unknown := !has && !null
	if image.Has(attribute) != has || image.Null.Has(attribute) != null || image.Unknown.Has(attribute) != unknown {
		t.Errorf("%s: %s has a value %v, is null %v, unknown %v; want %v, %v, %v", record, attribute,
			image.Has(attribute), image.Null.Has(attribute), image.Unknown.Has(attribute), has, null, unknown)
	}
	if told := slices.Contains(faultsOf(image), attribute.String()); told != unknown && attribute != model.AttrID {
		t.Errorf("%s: that %s is unknown is %v, and told %v", record, attribute, unknown, told)
	}
}

// jsonValue draws a JSON value of any type.
func jsonValue() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom(odd),
		rapid.Custom(func(t *rapid.T) string { return strconv.FormatInt(rapid.Int64().Draw(t, "int"), 10) }),
		rapid.Custom(func(t *rapid.T) string {
			return strconv.FormatFloat(rapid.Float64Range(-1e20, 1e20).Draw(t, "float"), 'g', -1, 64)
		}),
		rapid.Custom(func(t *rapid.T) string {
			quoted, _ := json.Marshal(rapid.OneOf(rapid.String(), rapid.StringMatching(`[-+0-9.eE]{0,8}`)).Draw(t, "string"))
			return string(quoted)
		}),
	)
}

// TestWhatWasNotReadIsNeverAZeroThatCounts draws records with any value in any
// attribute, any number of them missing: an attribute is null only where null
// was sent or the API may leave it out, has its zero value only where that was
// sent, and is unknown everywhere else.
func TestWhatWasNotReadIsNeverAZeroThatCounts(t *testing.T) {
	t.Parallel()
	shared := newInterner()
	rapid.Check(t, func(t *rapid.T) {
		sent := make(map[model.Attribute]string)
		record := `{"id":"a"`
		for _, attribute := range model.Attributes() {
			if attribute != model.AttrID && rapid.Bool().Draw(t, "sent") {
				sent[attribute] = jsonValue().Draw(t, attribute.String())
				record += fmt.Sprintf(",%q:%s", attribute, sent[attribute])
			}
		}
		page, err := decodeListing([]byte(`{"images":[`+record+`}]}`), false, shared)
		if err != nil {
			t.Fatalf("%s: %v", record, err)
		}
		image := &page.images[0]
		for _, attribute := range model.Attributes()[1:] {
			value, isSent := sent[attribute]
			if image.Null.Has(attribute) && image.Unknown.Has(attribute) {
				t.Fatalf("%s: %s is null and unknown", record, attribute)
			}
			if mayBeNull := isSent && value == `null` && attribute.Nullable() || !isSent && !model.AlwaysSent().Has(attribute); image.Null.Has(attribute) != mayBeNull {
				t.Fatalf("%s: %s is null %v", record, attribute, image.Null.Has(attribute))
			}
			if image.Has(attribute) && !isSent {
				t.Fatalf("%s: %s was not sent and has a value", record, attribute)
			}
			number, isNumber := image.Number(attribute)
			is, isBool := image.Bool(attribute)
			bare := value
			var unquoted string
			if json.Unmarshal([]byte(value), &unquoted) == nil {
				bare = unquoted
			}
			bare = strings.ToLower(strings.TrimSpace(bare))
			if isNumber && number == 0 && strings.Trim(bare, "-+0.\\n") != "" && !strings.HasPrefix(strings.TrimLeft(bare, "+-0."), "e") {
				t.Fatalf("%s: %s is 0", record, attribute)
			}
			if isBool && !is && !slices.Contains([]string{"false", "f", "no", "n", "off", "0"}, bare) {
				t.Fatalf("%s: %s is false", record, attribute)
			}
		}
	})
}
