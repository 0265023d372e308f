package clouds

import (
	"fmt"
	"slices"
	"strings"
)

// overlaid are the settings whose OS_* variable the openstack command lays over
// any cloud, also over one that a file names: the options of that command take
// their defaults from the environment. Other variables, such as
// OS_IMAGE_ENDPOINT_OVERRIDE, count for the cloud of the environment alone.
// Each old word for a project comes before the new one, which counts more.
var overlaid = slices.Concat([]string{"auth_type", "tenant_id", "tenant_name"}, scopeOptions, genericOptions, userOptions,
	applicationCredentialOptions, []string{
		"password", "passcode", "token", "cacert", "cert", "key", "interface",
		"image_api_version", "identity_api_version", "service_provider",
	})

// outranked are the settings of the login that count more as a variable than
// under auth in a file. Of all others, such as a project, the file's own counts.
var outranked = map[string]bool{
	"auth_url": true, "username": true, "user_id": true, "password": true, "passcode": true, "auth_type": true,
	"application_credential_id": true, "application_credential_name": true, "application_credential_secret": true,
	"system_scope": true, "trust_id": true,
}

// overlay lays the OS_* variables over a cloud of a file, as the openstack
// command does, and warns of those that take the place of something else.
func (f *found) overlay(r *resolved) {
	r.ownAuthURL = r.given("auth_url")
	if r.defaultDomain = f.variables["OS_DEFAULT_DOMAIN"]; r.defaultDomain == "" {
		r.defaultDomain = "default"
	}
	if r.name == f.envName {
		return
	}
	var over []string
	for _, key := range overlaid {
		variable := "OS_" + strings.ToUpper(key)
		written := f.variables[variable]
		if written == "" {
			continue
		}
		if key == "token" && r.logsInByItself() {
			r.warn(fmt.Sprintf("%s does not count for cloud %q, which holds a login of its own", variable, r.name))
			continue
		}
		if own := r.given(key); own != "" && own != written && outranked[key] {
			over = append(over, variable)
		}
		r.explicitType = r.explicitType || key == "auth_type"
		for _, name := range spellings(key) {
			r.settings.set(name, plain(written, place{variable: variable}))
		}
	}
	if len(over) > 0 {
		r.warn(fmt.Sprintf("cloud %q is used with %s in place of what the file says, as by the openstack command; "+
			"unset what is meant for another cloud", r.name, strings.Join(over, ", ")))
	}
}

// spellings returns a setting and, of a project, its other word: a variable
// stands for both.
func spellings(key string) []string {
	switch word, what, _ := strings.Cut(key, "_"); {
	case word == "tenant":
		return []string{key, "project_" + what}
	case key == "project_id", key == "project_name":
		return []string{key, "tenant_" + what}
	default:
		return []string{key}
	}
}

// given returns the text of a setting of the login at either level, or nothing.
func (r *resolved) given(key string) string {
	if auth := r.settings.get("auth"); auth != nil && auth.kind == mapping {
		if v := auth.table.get(key); v.isSet() && v.kind == text {
			return v.text
		}
	}
	if v := r.settings.get(key); v.isSet() && v.kind == text {
		return v.text
	}
	return ""
}

// logsInByItself reports whether a cloud has the secret of a login other than
// by a token, so that a token left over in the environment is not meant for it.
func (r *resolved) logsInByItself() bool {
	chosen := r.given("auth_type")
	if r.explicitType && (chosen == authToken || chosen == authV3Token) {
		return false
	}
	return r.given("password") != "" || r.given("application_credential_secret") != ""
}

// warn adds what is odd about the cloud.
func (r *resolved) warn(problem string) {
	r.warnings = append(r.warnings, Warning{File: r.file, Line: r.at.at.line, Problem: problem})
}
