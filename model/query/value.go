package query

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
)

// The words of the modes, which choose among listings of the service.
const (
	hiddenNo      = "no"
	hiddenOnly    = "only"
	hiddenBoth    = "both"
	visibilityAll = "all"
)

const (
	kibi = int64(1) << 10
	mebi = int64(1) << 20
	gibi = int64(1) << 30
)

// unit is one unit of sizes.
type unit struct {
	name  string
	bytes int64
}

// units are told apart without regard to case: K, M and G alone are left out,
// because some read them as powers of 1000 and some as powers of 1024.
var units = []unit{
	{"B", 1},
	{"kB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"TB", 1e12},
	{"KiB", kibi},
	{"MiB", mebi},
	{"GiB", gibi},
	{"TiB", kibi * gibi},
}

const unitNames = "one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB"

// nativeUnit returns the bytes that one of the API's numbers of the attribute
// stands for.
func nativeUnit(attribute model.Attribute) int64 {
	switch attribute.Kind() {
	case model.KindGiB:
		return gibi
	case model.KindMiB:
		return mebi
	default:
		return 1
	}
}

// ReadSize reads a number of a field as the language takes it, which may
// have a unit: how many of the field's own units it is. It reports whether
// it is a size at all, and whether it is a whole number of them.
func ReadSize(field Field, typed string) (number int64, isSize, isWhole bool) {
	native := nativeUnit(field.Attribute)
	bytes, _, mistake := parseSize(typed, native, "")
	return bytes / native, mistake == nil, bytes%native == 0
}

// parseSize reads a size as bytes; native is the unit of a bare number. The
// canonical spelling has the unit in the case that the language gives it.
func parseSize(value string, native int64, hint string) (bytes int64, canonical string, mistake *SyntaxError) {
	digits := strings.TrimLeft(value, "0123456789")
	whole := value[:len(value)-len(digits)]
	fraction, rest := "", digits
	if strings.HasPrefix(digits, ".") {
		rest = strings.TrimLeft(digits[1:], "0123456789")
		fraction = digits[1 : len(digits)-len(rest)]
		if fraction == "" {
			return 0, "", failf(0, hint, "%q is no number", value)
		}
	}
	if whole == "" {
		return 0, "", failf(0, hint, "%q is no size", value)
	}
	canonical = value[:len(value)-len(rest)]
	scale := native
	if name := strings.TrimLeft(rest, " "); name != "" {
		index := slices.IndexFunc(units, func(u unit) bool { return strings.EqualFold(u.name, name) })
		if index < 0 {
			return 0, "", failf(len(value)-len(name), unitNames, "%q is no unit", name)
		}
		scale = units[index].bytes
		canonical += units[index].name
	}
	bytes, problem := wholeBytes(whole, fraction, scale)
	if problem != "" {
		return 0, "", failf(0, hint, "%q %s", value, problem)
	}
	return bytes, canonical, nil
}

// longestNumber is how many digits a number may have before it is beyond any
// size for certain; it keeps the arithmetic small.
const longestNumber = 64

// wholeBytes computes whole.fraction × scale, which must be a whole number
// that fits 64 bits.
func wholeBytes(whole, fraction string, scale int64) (bytes int64, problem string) {
	if len(whole)+len(fraction) > longestNumber {
		return 0, "has too many digits"
	}
	number, _ := new(big.Int).SetString(whole+fraction, 10)
	number.Mul(number, big.NewInt(scale))
	divisor := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil)
	quotient, remainder := new(big.Int).QuoRem(number, divisor, new(big.Int))
	switch {
	case remainder.Sign() != 0:
		return 0, "is no whole number of bytes"
	case !quotient.IsInt64():
		return 0, "is beyond the largest size, 9223372036854775807 bytes"
	default:
		return quotient.Int64(), ""
	}
}

// checkValue returns the spelling in which a value is kept, or why the field
// does not take it with an operator. The offset of a mistake counts from the
// start of the value.
func checkValue(field Field, op Op, value string) (string, *SyntaxError) {
	switch op {
	case OpContains, OpNotContains:
		if value == "" {
			return "", failf(0, "a text that is not empty", "every text contains the empty one")
		}
		return value, nil
	case OpMatches, OpNotMatches:
		return value, checkPattern(value)
	default:
	}
	info, _ := infoOf(field)
	switch {
	case field.Kind == FieldHidden:
		value = hiddenMode(value)
	case field.Kind == FieldAttribute && field.Attribute.Kind() == model.KindTime:
		return value, checkDate(info.Name, value)
	case field.Kind == FieldAttribute && isRange(field.Attribute):
		_, canonical, mistake := parseSize(value, nativeUnit(field.Attribute), info.Hint)
		return canonical, mistake
	}
	if len(info.Values) > 0 && !slices.Contains(info.Values, value) {
		return "", failf(0, "one of "+strings.Join(info.Values, ", "), "%s cannot be %q", info.Name, value)
	}
	return value, nil
}

// hiddenMode translates the API's values of os_hidden into the language's.
func hiddenMode(value string) string {
	switch value {
	case "true":
		return hiddenOnly
	case "false":
		return hiddenNo
	default:
		return value
	}
}

func checkPattern(pattern string) *SyntaxError {
	if pattern == "" {
		return failf(0, "a regular expression between the slashes", "the regular expression is empty")
	}
	if shown := "/" + pattern; text.Escape(shown) != shown {
		return failf(0, `\x{1b} and the like for such a character`, "the regular expression has a character that cannot be shown")
	}
	if _, err := regexp.Compile(pattern); err != nil {
		problem := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		return failf(0, "a regular expression as RE2 has them", "%s", problem)
	}
	return nil
}
