package clouds

import (
	"slices"
	"strings"
)

// checkLogin settles the way of logging in and tells what it lacks.
func (f *found) checkLogin(r *resolved, c *Cloud) error {
	authType, err := r.authType()
	if err != nil {
		return err
	}
	c.AuthType = authType
	if v := r.settings.get("service_provider"); v.isSet() {
		// Who means another cloud must not end up in this one.
		return &UnsupportedError{
			Cloud: r.name, Setting: "service_provider", Value: v.text,
			Reason: "a login through one cloud to another is left to the openstack command",
			Advice: "set OS_AUTH_URL and OS_TOKEN to those of the other cloud, and unset OS_SERVICE_PROVIDER",
		}
	}
	if err := f.normalizeType(r, c); err != nil {
		return err
	}
	if missing := c.missing(); len(missing) > 0 {
		e := &IncompleteError{Cloud: r.name, File: r.file, Missing: missing}
		if c.AuthType == authPassword && r.holdsCredential {
			e.Advice = "an application credential needs auth_type v3applicationcredential"
		}
		if slices.Contains(missing, "passcode") {
			e.Advice = "a passcode is good for one login; or " + byToken(r.name, r.file == "")
		}
		return e
	}
	return checkScope(r, c)
}

// missing returns the settings without which the login cannot be tried.
func (c *Cloud) missing() []string {
	var missing []string
	need := func(given bool, setting string) {
		if !given {
			missing = append(missing, setting)
		}
	}
	user := c.Username != "" || c.UserID != ""
	need(c.AuthURL != "", "auth_url")
	switch c.AuthType {
	case authToken:
		need(c.Token.IsSet(), "token")
	case authApplicationCredential:
		byName := c.ApplicationCredentialID == "" && c.ApplicationCredentialName != ""
		need(c.ApplicationCredentialID != "" || byName, "application_credential_id")
		need(user || !byName, "user_id")
		need(c.ApplicationCredentialSecret.IsSet(), "application_credential_secret")
	case authTOTP:
		need(user, "username")
		need(c.Passcode.IsSet(), "passcode")
	case authMultifactor:
		need(user, "username")
		need(c.Password.IsSet(), "password")
		need(c.Passcode.IsSet(), "passcode")
	default:
		need(user, "username")
		need(c.Password.IsSet(), "password")
	}
	return missing
}

// normalizeType brings the names of a way of logging in to one and refuses those
// that are not known, unless OS_TOKEN holds a token that was made for it.
func (f *found) normalizeType(r *resolved, c *Cloud) error {
	switch c.AuthType {
	case authPassword, authV3Password:
		c.AuthType = authPassword
	case authToken, authV3Token:
		c.AuthType = authToken
	case authApplicationCredential:
	case authTOTP, authMultifactor:
		if f.useToken(r, c) {
			return nil
		}
		if c.AuthType == authMultifactor && !r.knowsMethods() {
			refused, _ := refuse(r.name, c.AuthType, r.file == "")
			return refused
		}
	default:
		refused, byToken := refuse(r.name, c.AuthType, r.file == "")
		if !byToken || !f.useToken(r, c) {
			return refused
		}
	}
	return nil
}

// useToken logs in with the token in OS_TOKEN, in place of a login that this
// program does not know or that can be used once, and reports whether there is
// one. A token goes to no service but the one that it was made for.
func (f *found) useToken(r *resolved, c *Cloud) bool {
	token, elsewhere := f.variables["OS_TOKEN"], f.variables["OS_AUTH_URL"]
	if token == "" || elsewhere != "" && r.ownAuthURL != "" && elsewhere != r.ownAuthURL {
		return false
	}
	c.AuthType, c.Token = authToken, NewSecret(token)
	// The token has its user and its scope already, and many a token may
	// not be given another scope.
	c.Username, c.UserID, c.UserDomainID, c.UserDomainName = "", "", "", ""
	c.Passcode, c.Password = Secret{}, Secret{}
	c.ProjectID, c.ProjectName, c.DomainID, c.DomainName, c.SystemScope, c.TrustID = "", "", "", "", "", ""
	return true
}

// knowsMethods reports whether the auth_methods of a login with several factors
// are a password and a passcode.
func (r *resolved) knowsMethods() bool {
	v := r.methods
	if v == nil {
		return false
	}
	var names []string
	for _, item := range v.items {
		names = append(names, item.text)
	}
	if v.kind == text {
		names = strings.Split(v.text, ",")
	}
	slices.Sort(names)
	return slices.Equal(names, loginMethods)
}

// checkScope returns an error when a token cannot be good for everything that is asked.
func checkScope(r *resolved, c *Cloud) error {
	if c.SystemScope != "" && c.SystemScope != "all" {
		return r.auth.get("system_scope").malformed("system_scope must be all", "it is the only scope of the system there is")
	}
	scopes := 0
	for _, given := range []bool{
		c.ProjectID != "" || c.ProjectName != "", c.DomainID != "" || c.DomainName != "", c.SystemScope != "", c.TrustID != "",
	} {
		if given {
			scopes++
		}
	}
	if scopes > 1 && c.AuthType != authApplicationCredential {
		return r.at.malformed("a token is good for one of a project, a domain, the system or a trust, and several are given",
			"keep one of them")
	}
	return nil
}
