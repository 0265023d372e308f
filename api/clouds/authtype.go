package clouds

import (
	"slices"
	"strings"
)

// The ways of logging in that this program knows, by the names that auth_type
// gives them. The v3 in front of a name asks the SDK for one version of the
// Identity API; there is no other left, so it makes no difference here.
const (
	authPassword              = "password"
	authV3Password            = "v3password"
	authToken                 = "token"
	authV3Token               = "v3token"
	authApplicationCredential = "v3applicationcredential"
	authTOTP                  = "v3totp"
	authMultifactor           = "v3multifactor"
)

// loginMethods are what auth_type v3multifactor may combine here, as its
// auth_methods name them.
var loginMethods = []string{authV3Password, authTOTP}

// scopeOptions are what every way of logging in may say about the scope of the
// token.
var scopeOptions = []string{
	"auth_url", "system_scope", "domain_id", "domain_name", "project_id", "project_name",
	"project_domain_id", "project_domain_name", "trust_id",
}

var (
	userOptions    = []string{"user_id", "username", "user_domain_id", "user_domain_name"}
	genericOptions = []string{"default_domain_id", "default_domain_name"}
)

// authOptions are the settings that each way of logging in takes from auth, or
// from the level above when auth does not give them. Others are not its
// business and are left alone, as keystoneauth does.
var authOptions = map[string][]string{
	authPassword:              slices.Concat(scopeOptions, genericOptions, userOptions, []string{"password"}),
	authV3Password:            slices.Concat(scopeOptions, userOptions, []string{"password"}),
	authToken:                 slices.Concat(scopeOptions, genericOptions, []string{"token"}),
	authV3Token:               slices.Concat(scopeOptions, []string{"token"}),
	authApplicationCredential: slices.Concat(scopeOptions, userOptions, applicationCredentialOptions),
	authTOTP:                  slices.Concat(scopeOptions, userOptions, []string{"passcode"}),
	authMultifactor:           slices.Concat(scopeOptions, userOptions, []string{"password", "passcode"}),
}

var applicationCredentialOptions = []string{
	"application_credential_secret", "application_credential_id", "application_credential_name",
}

// byToken returns how to get in with a way of logging in that only the
// openstack command knows. The cloud of the environment has no name there.
func byToken(cloud string, environment bool) string {
	command := "openstack token issue -f value -c id"
	if !environment {
		command = "openstack --os-cloud " + shellQuoted(cloud) + " token issue -f value -c id"
	}
	return "run this program with OS_TOKEN set to what `" + command + "` prints, and it uses that token until it expires"
}

// otherAuthTypes are ways of logging in that exist and that this program does
// not know, with the reason. A name ending in an asterisk stands for all that
// begin so.
var otherAuthTypes = []struct {
	name, reason string
	// token reports whether a token made by the openstack command is a way out.
	token bool
}{
	{authMultifactor, "of its auth_methods only v3password and v3totp are known here", true},
	{"v3oidc*", "logging in through an identity provider is left to the openstack command", true},
	{"v3websso", "logging in through a web browser is left to the openstack command", true},
	{"v3saml*", "logging in through an identity provider is left to the openstack command", true},
	{"v3adfs*", "logging in through an identity provider is left to the openstack command", true},
	{"v3kerberos", "logging in through Kerberos is left to the openstack command", true},
	{"v3fedkerb", "logging in through Kerberos is left to the openstack command", true},
	{"v3oauth*", "logging in through OAuth is left to the openstack command", true},
	{"v3tokenlessauth", "without a token there is no catalogue to find the image service in", false},
	{"v2*", "version 2 of the Identity API is gone from every supported OpenStack", false},
	{"none", "without a login there is no catalogue to find the image service in", false},
	{"http_basic", "without a token there is no catalogue to find the image service in", false},
	{"admin_token", "a fixed token and endpoint without a login were removed from OpenStack", false},
	{"token_endpoint", "a fixed token and endpoint without a login were removed from OpenStack", false},
}

// refuse returns the error for a way of logging in that is not known here, and
// whether a token made elsewhere would do instead.
func refuse(cloud, authType string, environment bool) (e *UnsupportedError, token bool) {
	e = &UnsupportedError{Cloud: cloud, Setting: "auth_type", Value: authType}
	for _, other := range otherAuthTypes {
		prefix, all := strings.CutSuffix(other.name, "*")
		if authType != other.name && (!all || !strings.HasPrefix(authType, prefix)) {
			continue
		}
		e.Reason = other.reason
		e.Advice = "use auth_type password, token or v3applicationcredential"
		if other.token {
			e.Advice = byToken(cloud, environment)
		}
		return e, other.token
	}
	known := []string{authPassword, authV3Password, authToken, authV3Token, authApplicationCredential, authTOTP, authMultifactor}
	e.Reason = "there is no such way of logging in"
	e.Advice = "use auth_type password, token or v3applicationcredential"
	if meant := near(authType, known); len(meant) > 0 {
		e.Advice = "did you mean " + meant[0] + "?"
	}
	return e, false
}

// shellQuoted returns a name as a shell takes it for one word, if it is a plain
// one, and else a word that stands for it: an advice to be pasted must not do
// what a file says.
func shellQuoted(name string) string {
	for _, r := range name {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", r) {
			return "NAME"
		}
	}
	if name == "" || strings.HasPrefix(name, "-") {
		return "NAME"
	}
	return name
}
