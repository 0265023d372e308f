package model

import (
	"strings"

	"glimpse/model/text"
)

// Quota is a limit of a project, and what it uses of it (GET /v2/info/usage).
type Quota struct {
	// Resource is one of the names below, or one that the service knows beside.
	Resource text.Untrusted
	// Limit is the most that may be used; a negative one is no limit. Those of
	// bytes count in MiB.
	Limit, Used int64
}

// The limits that the service sets by itself.
var (
	QuotaSize      = text.Of("image_size_total")
	QuotaStaged    = text.Of("image_stage_total")
	QuotaCount     = text.Of("image_count_total")
	QuotaUploading = text.Of("image_count_uploading")
)

// IsBytes reports whether the quota is one of bytes.
func (q *Quota) IsBytes() bool { return q.Resource == QuotaSize || q.Resource == QuotaStaged }

// Takes reports whether so much may be added, in the unit of the limit: a limit that
// there is not, or a negative one, takes everything. The service counts bytes in whole
// MiB, and leaves out what was begun of one.
func (q *Quota) Takes(added int64) bool { return q == nil || q.Limit < 0 || q.Used+added <= q.Limit }

// Room returns how many bytes may be added, where a quota is one of bytes and
// has a limit.
func (q *Quota) Room() (bytes int64, limited bool) {
	const mebibyte = 1 << 20
	if !q.IsBytes() || q.Limit < 0 || q.Limit > 1<<42 {
		return 0, false
	}
	return max(0, q.Limit-q.Used) * mebibyte, true
}

// Advice says what to do where the limit is reached.
func (q *Quota) Advice() string { return quotaAdvice[q.Resource] }

const operatorRaises = ", or ask the cloud's operator to raise the limit"

var quotaAdvice = map[text.Untrusted]string{
	QuotaSize:      "delete images that are no longer used" + operatorRaises,
	QuotaCount:     "delete images that are no longer used" + operatorRaises,
	QuotaStaged:    "wait until the imports under way have ended" + operatorRaises,
	QuotaUploading: "wait until the uploads and imports under way have ended" + operatorRaises,
}

// NoMemory reports whether a service refuses data for which it has no memory, as the
// demonstration does: to try again changes nothing.
func NoMemory(said string) bool {
	return strings.Contains(said, "MiB") && strings.Contains(said, "kept in memory")
}

// QuotaAdvice says what to do where a service says that limits are reached, by the
// names of the limits in its words; it is empty where there are none.
func QuotaAdvice(said string) string {
	if NoMemory(said) {
		return "choose another source, of an image that is smaller"
	}
	for _, resource := range []text.Untrusted{QuotaSize, QuotaCount, QuotaStaged, QuotaUploading} {
		if strings.Contains(said, resource.Raw()) {
			return quotaAdvice[resource]
		}
	}
	return ""
}
