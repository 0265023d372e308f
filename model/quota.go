package model

import (
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

// Room returns how many bytes may be added, where a quota is one of bytes and
// has a limit.
func (q *Quota) Room() (bytes int64, limited bool) {
	const mebibyte = 1 << 20
	if !q.IsBytes() || q.Limit < 0 || q.Limit > 1<<42 {
		return 0, false
	}
	return max(0, q.Limit-q.Used) * mebibyte, true
}
