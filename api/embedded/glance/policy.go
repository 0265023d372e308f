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

// allowed tells whether the policy lets an identity do something. By the old
// defaults all rules but a few for admins are open, and ownership is checked
// elsewhere.
func (s *Service) allowed(who *Identity, rule string, about target) bool {
	if s.options.NewRBAC && (who.SystemScope || who.ProjectID == "") {
		return false
	}
	if who.Admin() {
		return true
	}
	switch rule {
	case rulePublicize, ruleCopyImage, ruleTasks, ruleStoresDetail, ruleCacheList, ruleCacheImage, ruleCacheDelete:
		return false
	}
	if !s.options.NewRBAC {
		return !strings.Contains(rule, "metadef") || strings.HasPrefix(rule, "get_") || strings.HasPrefix(rule, "list_")
	}
	own := about.owner != nil && *about.owner == who.ProjectID
	open := about.member || about.visibility == "community" || about.visibility == "public" || about.visibility == "shared"
	switch rule {
	case ruleAddImage, ruleDeleteImage, ruleModifyImage, ruleCommunitize, ruleUpload, ruleSetLocation, ruleAddMember,
		ruleDeleteMember, ruleDeactivate, ruleReactivate:
		return who.role("member") && own
	case ruleGetImages, ruleGetLocation, ruleGetNamespaces:
		return who.role("reader") && own
	case ruleGetImage:
		return who.role("reader") && (own || open)
	case ruleDownload:
		return who.role("member") && (own || open)
	case ruleGetMember, ruleGetMembers:
		return who.role("reader") && (own || about.member)
	case ruleModifyMember:
		return who.role("member") && about.member
	case ruleDeleteLocation:
		return false
	default: // the metadata definitions
		return strings.HasPrefix(rule, "get_") && who.role("reader") && (own || about.visibility == "public")
	}
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
