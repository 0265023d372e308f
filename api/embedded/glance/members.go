package glance

import (
	"net/http"
	"slices"
)

const onlyShared = "Only shared images have members."

func appendMember(out []byte, image string, m *Member) []byte {
	out = appendText(append(out, `{"member_id": `...), m.Project)
	out = appendText(append(out, `, "image_id": `...), image)
	out = appendText(append(out, `, "status": `...), m.Status)
	out = appendTime(append(out, `, "created_at": `...), m.CreatedAt)
	out = appendTime(append(out, `, "updated_at": `...), m.UpdatedAt)
	return append(out, `, "schema": "/v2/schemas/member"}`...)
}

// lookupShared finds the image of a request about its members.
func (c *call) lookupShared() (*Record, error) {
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return nil, notFound("Image " + c.vars[0] + " not found.")
	}
	return r, nil
}

// knownMember finds a member that the caller may know of: the owner and an
// admin know all, a project knows itself.
func (c *call) knownMember(r *Record, project string) (*Member, error) {
	if err := c.enforce(ruleGetMember, r); err != nil {
		return nil, err
	}
	m := member(r, project)
	if m == nil || !c.knows(r, m) {
		return nil, notFound(project + " not found in the member list of the image " + r.ID + ".")
	}
	return m, nil
}

func (c *call) knows(r *Record, m *Member) bool {
	return mutable(&c.who, r) || m.Project == c.who.ProjectID
}

// enforceMembers is the old way of judging who may change the members: the
// rule is asked of the caller and the owner.
func (c *call) enforceMembers(r *Record, verb, rule string, may func(own bool) bool) error {
	denied := forbidden("Not allowed to " + verb + " members for image " + r.ID + ".")
	if r.Visibility != "shared" {
		return denied
	}
	own := owns(&c.who, r) || r.Owner == nil && c.who.ProjectID == "" && verb != "create"
	if !c.s.options.NewRBAC && !c.who.Admin() && !may(own) {
		return denied
	}
	return c.enforce(rule, r)
}

// listMembers answers GET /v2/images/{id}/members.
func (c *call) listMembers() error {
	r, err := c.lookupShared()
	if err != nil {
		return err
	}
	if r.Visibility != "shared" {
		return forbidden("Not allowed to list members for image " + r.ID + ": " + onlyShared)
	}
	if err := c.enforce(ruleGetMembers, r); err != nil {
		return err
	}
	out := append([]byte(nil), `{"members": [`...)
	first := true
	for i := range r.Members {
		if !c.knows(r, &r.Members[i]) {
			continue
		}
		if !first {
			out = append(out, ", "...)
		}
		out, first = appendMember(out, r.ID, &r.Members[i]), false
	}
	return c.json(http.StatusOK, append(out, `], "schema": "/v2/schemas/members"}`...))
}

// showMember answers GET /v2/images/{id}/members/{project}.
func (c *call) showMember() error {
	r, err := c.lookupShared()
	if err != nil {
		return err
	}
	if r.Visibility != "shared" {
		return notFound(onlyShared)
	}
	m, err := c.knownMember(r, c.vars[1])
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, appendMember(nil, r.ID, m))
}

// createMember answers POST /v2/images/{id}/members. Whether there is such a
// project is not asked.
func (c *call) createMember() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if body.kind != kindDict {
		return badRequest(`Expected a member in the form: {"member": "image_id"}`)
	}
	given, ok := body.dict.get("member")
	switch {
	case !ok:
		return badRequest("Member to be added not specified")
	case empty(given):
		return badRequest("Member can't be empty")
	case given.kind == kindList || given.kind == kindDict || !storable(given.text):
		return broken() // the database takes neither
	}
	project := str(given)
	r, err := c.lookupShared()
	if err != nil {
		return err
	}
	if err := c.enforceMembers(r, "create", ruleAddMember, func(own bool) bool { return own }); err != nil {
		return err
	}
	if count := len(r.Members) + 1; count > quota {
		return explain(http.StatusRequestEntityTooLarge, "Image member limit exceeded for image "+r.ID+": "+
			overQuota("members for this image", count)+":")
	}
	now := c.s.now()
	made := Member{Project: project, Status: memberPending, CreatedAt: now, UpdatedAt: now}
	err = c.s.store.change(r.ID, func(r *Record) (bool, error) {
		if member(r, project) != nil {
			return false, conflict("Member " + project + " is duplicated for image " + r.ID)
		}
		r.Members = append(slices.Clone(r.Members), made)
		return true, nil
	})
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, appendMember(nil, r.ID, &made))
}

// empty reports whether Python finds a value false.
func empty(v value) bool {
	switch v.kind {
	case kindString:
		return v.text == ""
	case kindInt, kindFloat:
		return v.text == "0" || v.text == "0.0" || v.text == "-0.0"
	case kindBool:
		return !v.flag
	case kindList:
		return len(v.items) == 0
	case kindDict:
		return len(v.dict.keys) == 0
	default:
		return true
	}
}

// updateMember answers PUT /v2/images/{id}/members/{project}, by which a
// project accepts or rejects what it is offered.
func (c *call) updateMember() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if body.kind != kindDict {
		return badRequest(`Expected a status in the form: {"status": "status"}`)
	}
	given, ok := body.dict.get("status")
	if !ok {
		return badRequest("Status not specified")
	}
	r, err := c.lookupShared()
	if err != nil {
		return err
	}
	if err := c.enforceMembers(r, "update", ruleGetMember, func(own bool) bool { return !own }); err != nil {
		return err
	}
	m, err := c.knownMember(r, c.vars[1])
	if err != nil {
		return err
	}
	if err := c.enforce(ruleModifyMember, r); err != nil {
		return err
	}
	switch given.text {
	case memberPending, memberAccepted, memberRejected:
	default:
		return badRequest(`Incorrect request: Status must be "pending", "accepted" or "rejected".`)
	}
	next := *m
	next.Status, next.UpdatedAt = given.text, c.s.now()
	if err := c.replaceMember(r.ID, m.Project, &next); err != nil {
		return err
	}
	return c.json(http.StatusOK, appendMember(nil, r.ID, &next))
}

// deleteMember answers DELETE /v2/images/{id}/members/{project}.
func (c *call) deleteMember() error {
	r, err := c.lookupShared()
	if err != nil {
		return err
	}
	if err := c.enforceMembers(r, "delete", ruleGetMember, func(own bool) bool { return own }); err != nil {
		return err
	}
	m, err := c.knownMember(r, c.vars[1])
	if err != nil {
		return err
	}
	if err := c.enforce(ruleDeleteMember, r); err != nil {
		return err
	}
	if err := c.replaceMember(r.ID, m.Project, nil); err != nil {
		return err
	}
	return c.nothing()
}

// replaceMember puts another member in the place of one, or none.
func (c *call) replaceMember(id, project string, next *Member) error {
	return c.s.store.change(id, func(r *Record) (bool, error) {
		at := slices.IndexFunc(r.Members, func(m Member) bool { return m.Project == project })
		if at < 0 {
			return false, notFound(project + " not found in the member list of the image " + id + ".")
		}
		r.Members = slices.Clone(r.Members)
		if next != nil {
			r.Members[at] = *next
		} else {
			r.Members = slices.Delete(r.Members, at, at+1)
		}
		return true, nil
	})
}
