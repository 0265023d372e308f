package clouds

import "fmt"

// WithProject returns the same cloud as the same user would log in to it for
// another project, which is given by its id: projects of several domains may
// have one name. What the login was to be good for before, be it a project, a
// domain, the system or a trust, is no part of it any more.
//
// Connecting with the result is a login like the first one. With a password it
// may go anywhere where the user has a role. A token is exchanged for one of
// the other project that ends when the first one does, unless the cloud
// forbids that. An application credential is good for the project that it was
// made in: the error is then a [FixedProjectError]. A passcode has been used up:
// the error is then a [PasscodeUsedError]. An empty id is an
// [IncompleteError].
func (c Cloud) WithProject(id string) (Cloud, error) {
	switch {
	case id == "":
		return Cloud{}, &IncompleteError{Cloud: c.Name, File: c.File, Missing: []string{"project_id"}}
	case c.AuthType == authApplicationCredential:
		return Cloud{}, &FixedProjectError{Cloud: c.Name}
	case c.Passcode.IsSet():
		return Cloud{}, &PasscodeUsedError{Cloud: c.Name}
	}
	c.ProjectID, c.ProjectName, c.ProjectDomainID, c.ProjectDomainName = id, "", "", ""
	c.DomainID, c.DomainName, c.SystemScope, c.TrustID = "", "", "", ""
	return c, nil
}

// PasscodeUsedError reports that another login would need a second passcode.
type PasscodeUsedError struct{ Cloud string }

// Error says why, and what to do instead.
func (e *PasscodeUsedError) Error() string {
	return fmt.Sprintf("cloud %q logs in with a passcode, which is good for one login: %s", e.Cloud, e.Advice())
}

// Advice says what to do instead.
func (e *PasscodeUsedError) Advice() string {
	return "start again with a new passcode in OS_PASSCODE, and a cloud of clouds.yaml that names the other project"
}

// FixedProjectError reports that a login is good for one project alone, because
// it is by an application credential.
type FixedProjectError struct{ Cloud string }

// Error says why, and what to do instead.
func (e *FixedProjectError) Error() string {
	return fmt.Sprintf("cloud %q logs in with an application credential, which is good for the project that it was made in: %s",
		e.Cloud, e.Advice())
}

// Advice says what to do instead.
func (e *FixedProjectError) Advice() string {
	return "make an application credential in the other project, and a cloud of its own for it in clouds.yaml"
}
