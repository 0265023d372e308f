package glance

import (
	"slices"
	"strings"
)

// The rules of the policy engine that requests ask for.
const (
	ruleAddImage       = "add_image"
	ruleDeleteImage    = "delete_image"
	ruleGetImage       = "get_image"
	ruleGetImages      = "get_images"
	ruleModifyImage    = "modify_image"
	rulePublicize      = "publicize_image"
	ruleCommunitize    = "communitize_image"
	ruleDownload       = "download_image"
	ruleUpload         = "upload_image"
	ruleDeleteLocation = "delete_image_location"
	ruleGetLocation    = "get_image_location"
	ruleSetLocation    = "set_image_location"
	ruleAddMember      = "add_member"
	ruleDeleteMember   = "delete_member"
	ruleGetMember      = "get_member"
	ruleGetMembers     = "get_members"
	ruleModifyMember   = "modify_member"
	ruleDeactivate     = "deactivate"
	ruleReactivate     = "reactivate"
	ruleCopyImage      = "copy_image"
	ruleTasks          = "tasks_api_access"
	ruleStoresDetail   = "stores_info_detail"
	ruleCacheList      = "cache_list"
	ruleCacheImage     = "cache_image"
	ruleCacheDelete    = "cache_delete"
	ruleGetNamespace   = "get_metadef_namespace"
	ruleGetNamespaces  = "get_metadef_namespaces"
)

// target is what a rule is asked about: an image or a namespace, there or
// about to be made.
type target struct {
	owner      *string
	visibility string
	// member is set when the image was found through a share.
	member bool
}

func imageTarget(who *Identity, r *Record) target {
	own := r.Owner != nil && *r.Owner == who.ProjectID && who.ProjectID != ""
	return target{owner: r.Owner, visibility: r.Visibility, member: r.Visibility == "shared" && !own}
}

// ownTarget stands for the caller's own project.
func ownTarget(who *Identity) target { return target{owner: who.owner()} }

// owner is the project in whose name the identity acts, nil without one.
func (i *Identity) owner() *string {
	if i.ProjectID == "" {
		return nil
	}
	return &i.ProjectID
}

func (i *Identity) role(name string) bool {
	return slices.ContainsFunc(i.Roles, func(role string) bool { return strings.EqualFold(role, name) })
}

// allowed reports whether the policy lets an identity do something. By the old
// defaults all rules but a few for admins are open, and ownership is checked
// elsewhere.
func (s *Service) allowed(who *Identity, rule string, about target) bool {
	if s.options.NewRBAC && (who.SystemScope || who.ProjectID == "") {
		return false
	}
	if who.Admin() {
		return true
	}
	asked, known := requirements[rule]
	if !known { // the metadata definitions
		asked = requirement{adminOnly: true}
		if strings.HasPrefix(rule, "get_") || strings.HasPrefix(rule, "list_") {
			asked = requirement{role: "reader", own: true, public: true}
		}
	}
	if asked.adminOnly {
		return false
	}
	if !s.options.NewRBAC {
		return true
	}
	return who.role(asked.role) && asked.fits(who, about) && !asked.newAdmin
}

// requirement is what a rule asks of whoever is no admin.
type requirement struct {
	// adminOnly lets no one else pass, newAdmin no one else by the new
	// defaults.
	adminOnly, newAdmin bool
	// role must be held, by the new defaults.
	role string
	// One of these must be so, by the new defaults: the target is the
	// caller's own, shared with it, public, or open to all who know of it.
	own, shared, public, open bool
}

var requirements = map[string]requirement{
	rulePublicize:      {adminOnly: true},
	ruleCopyImage:      {adminOnly: true},
	ruleTasks:          {adminOnly: true},
	ruleStoresDetail:   {adminOnly: true},
	ruleCacheList:      {adminOnly: true},
	ruleCacheImage:     {adminOnly: true},
	ruleCacheDelete:    {adminOnly: true},
	ruleDeleteLocation: {newAdmin: true},
	ruleAddImage:       {role: "member", own: true},
	ruleDeleteImage:    {role: "member", own: true},
	ruleModifyImage:    {role: "member", own: true},
	ruleCommunitize:    {role: "member", own: true},
	ruleUpload:         {role: "member", own: true},
	ruleSetLocation:    {role: "member", own: true},
	ruleAddMember:      {role: "member", own: true},
	ruleDeleteMember:   {role: "member", own: true},
	ruleDeactivate:     {role: "member", own: true},
	ruleReactivate:     {role: "member", own: true},
	ruleGetImages:      {role: "reader", own: true},
	ruleGetLocation:    {role: "reader", own: true},
	ruleGetNamespaces:  {role: "reader", own: true},
	ruleGetImage:       {role: "reader", own: true, shared: true, open: true},
	ruleDownload:       {role: "member", own: true, shared: true, open: true},
	ruleGetMember:      {role: "reader", own: true, shared: true},
	ruleGetMembers:     {role: "reader", own: true, shared: true},
	ruleModifyMember:   {role: "member", shared: true},
}

func (q *requirement) fits(who *Identity, about target) bool {
	if q.own && about.owner != nil && *about.owner == who.ProjectID || q.shared && about.member {
		return true
	}
	switch about.visibility {
	case "public":
		return q.public || q.open
	case "community", "shared":
		return q.open
	}
	return false
}

func refused(rule string) *statusError {
	return forbidden("You are not authorized to complete " + rule + " action.")
}

// enforce asks a rule about an image. Whoever may not even see the image is
// told that there is none.
func (c *call) enforce(rule string, r *Record) error {
	about := imageTarget(&c.who, r)
	if c.s.allowed(&c.who, rule, about) {
		return nil
	}
	if rule == ruleGetImage || !c.s.allowed(&c.who, ruleGetImage, about) {
		return noRoute()
	}
	return refused(rule)
}

// enforceOwned asks a rule that, by the old defaults, the owner alone passes.
func (c *call) enforceOwned(rule string, r *Record) error {
	if err := c.enforce(rule, r); err != nil {
		return err
	}
	if !c.s.options.NewRBAC && !mutable(&c.who, r) {
		return forbidden(notOwner)
	}
	return nil
}

// enforceVisibility asks whether an image may be given a visibility.
func (c *call) enforceVisibility(visibility string, about target) error {
	rule := ""
	switch visibility {
	case "public":
		rule = rulePublicize
	case "community":
		rule = ruleCommunitize
	}
	if rule != "" && !c.s.allowed(&c.who, rule, about) {
		return refused(rule)
	}
	return nil
}

// enforceDefinitions asks a rule about a namespace. Whoever may not see it is
// told that there is none.
func (c *call) enforceDefinitions(rule string, about target) error {
	switch {
	case c.s.allowed(&c.who, rule, about):
		return nil
	case rule == ruleGetNamespace || !c.s.allowed(&c.who, ruleGetNamespace, about):
		return noRoute()
	}
	return refused(rule)
}

const notOwner = "You do not own this image"
