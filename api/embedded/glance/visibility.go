package glance

// Words of the Image API.
const (
	statusQueued      = "queued"
	statusSaving      = "saving"
	statusActive      = "active"
	statusKilled      = "killed"
	statusDeleted     = "deleted"
	statusUploading   = "uploading"
	statusImporting   = "importing"
	statusDeactivated = "deactivated"

	memberPending  = "pending"
	memberAccepted = "accepted"
	memberRejected = "rejected"
)

// owns reports whether the image belongs to the caller's project.
func owns(who *Identity, r *Record) bool {
	return r.Owner != nil && who.ProjectID != "" && *r.Owner == who.ProjectID
}

// visible reports whether the caller may see an image by its id. That a share
// is pending or rejected does not matter here, nor for an image without owner
// who asks.
func visible(who *Identity, r *Record) bool {
	if who.Admin() || r.Owner == nil || r.Visibility == "public" || r.Visibility == "community" || owns(who, r) {
		return true
	}
	return r.Visibility == "shared" && who.ProjectID != "" && member(r, who.ProjectID) != nil
}

// mutable reports whether the database lets the caller change an image.
func mutable(who *Identity, r *Record) bool { return who.Admin() || owns(who, r) }

func member(r *Record, project string) *Member {
	for i := range r.Members {
		if r.Members[i].Project == project {
			return &r.Members[i]
		}
	}
	return nil
}

// scope says which images a listing runs over.
type scope struct {
	who   *Identity
	admin bool
	// visibility is nil unless asked for.
	visibility   *string
	memberStatus string
}

// lists reports whether a listing holds the image, filters aside. Whoever asks
// for no visibility is not shown the community images of others.
func (s *scope) lists(r *Record) bool {
	own := owns(s.who, r)
	if !s.admin && !own && r.Visibility != "public" && r.Visibility != "community" && !s.shared(r) {
		return false
	}
	if s.visibility != nil {
		return *s.visibility == "all" || *s.visibility == r.Visibility
	}
	return own || r.Visibility != "community"
}

// shared reports whether a listing holds the image because of a share. A caller
// without a project is shown what is shared with anyone: the real service
// forgets to ask whom.
func (s *scope) shared(r *Record) bool {
	if r.Visibility != "shared" {
		return false
	}
	if s.who.ProjectID == "" {
		return len(r.Members) > 0
	}
	m := member(r, s.who.ProjectID)
	return m != nil && (s.memberStatus == "all" || s.memberStatus == m.Status)
}
