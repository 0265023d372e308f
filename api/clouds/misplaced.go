package clouds

import (
	"fmt"
	"slices"
	"strings"
)

// besideAuth are settings of a cloud that are no part of the login. Under auth
// they have no effect, or make the openstack command break off.
var besideAuth = slices.Concat([]string{
	"verify", "insecure", "cacert", "cert", "key", "region_name", "regions", "interface", "endpoint_type", "auth_type",
	"profile", "api_timeout", "image_endpoint_override", "image_endpoint", "image_api_version", "image_interface",
	"image_region_name", "image_service_type", "image_service_name", "identity_api_version",
}, besideSettings())

// underAuth are the settings of every login that is known here, with their old
// words.
var underAuth = slices.Concat(scopeOptions, genericOptions, userOptions, applicationCredentialOptions,
	[]string{"password", "passcode", "token", "auth_token", "tenant_id", "tenant_name", "user_name", "auth_methods"})

// misplaced warns of what is written where it has no effect, and of what reads
// like a setting that is written wrong.
func (r *resolved) misplaced(layer table) {
	for _, key := range layer.order {
		if !slices.Contains(besideAuth, key) && !slices.Contains(underAuth, key) && key != "auth" && key != "cloud" {
			r.slip(key, layer.get(key), "", append([]string{"auth"}, besideAuth...))
		}
	}
	auth := layer.get("auth")
	if !auth.isMapping() {
		return
	}
	for _, key := range auth.table.order {
		v := auth.table.get(key)
		switch {
		case slices.Contains(besideAuth, key):
			r.warnAt(v, fmt.Sprintf("cloud %q: %s has no effect under auth; write it beside auth, as far in as `auth:`", r.name, key))
		case key == "auth":
			r.warnAt(v, fmt.Sprintf("cloud %q: auth stands under auth, where it has no effect; take the second one out", r.name))
		case !slices.Contains(underAuth, key):
			r.slip(key, v, " under auth", underAuth)
		}
	}
}

// shortestSlip is the shortest word that is taken for another one written wrong.
const shortestSlip = 5

// slip warns of a key that nobody knows where it is close to one that means
// something.
func (r *resolved) slip(key string, v *value, where string, known []string) {
	if len(key) < shortestSlip {
		return
	}
	if meant := near(key, known); len(meant) > 0 {
		r.warnAt(v, fmt.Sprintf("cloud %q: there is no setting %q%s; did you mean %s?", r.name, key, where, strings.Join(meant, " or ")))
	}
}

// warnAt adds what is odd about a value.
func (r *resolved) warnAt(v *value, problem string) {
	at := place{file: r.file}
	if v != nil && v.at.file != "" {
		at = v.at
	}
	r.warnings = append(r.warnings, Warning{File: at.file, Line: at.line, Problem: problem})
}

// outside warns of what stands in a file outside of `clouds`, or in the place of
// a cloud's name.
func (f *found) outside(file document) {
	warn := func(v *value, problem string) {
		f.warnings = append(f.warnings, Warning{File: file.path, Line: v.at.line, Problem: problem})
	}
	for _, name := range file.root.table.order {
		v := file.root.table.get(name).underscored()
		isCloud := v.isMapping() && v.table.get("auth").isMapping()
		switch {
		case name == "clouds":
		case isCloud:
			warn(v, fmt.Sprintf("%q stands beside `clouds:` and is no cloud there; indent it under `clouds:`", name))
		case name == "auth", slices.Contains(besideAuth, name):
			warn(v, fmt.Sprintf("%s has no effect outside of a cloud; write it under `clouds:` and the cloud's name", name))
		}
	}
	clouds := file.root.table.get("clouds")
	if !clouds.isMapping() {
		return
	}
	if v := clouds.table.get("auth"); v.isMapping() && v.table.has("auth_url") {
		warn(v, "`auth:` stands where a cloud's name must be; write the name above it, and indent auth under that")
	}
}
