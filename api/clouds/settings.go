package clouds

import (
	"fmt"
	"slices"
	"strings"
)

// resolved is one cloud with everything laid over one another: defaults,
// profile, the cloud itself, its region.
type resolved struct {
	name string
	// file is where the cloud is written; empty for the environment.
	file     string
	settings table
	auth     table
	// explicitType reports whether the auth type was chosen and is no default.
	explicitType bool
	// holdsCredential reports whether there is the secret of an application
	// credential, whether the auth type takes it or not.
	holdsCredential bool
	// methods are the auth_methods of a login with several factors.
	methods  *value
	regions  []string
	region   string
	warnings []Warning
	// defaultDomain is the id of the domain of users and projects that say none,
	// as long as the cloud asks for version 3 of the Identity API.
	defaultDomain string
	// ownAuthURL is the address that the files give, whatever OS_AUTH_URL says.
	ownAuthURL string
	// at is the cloud itself, for errors that are about all of it.
	at *value
}

// resolve lays together the settings of a cloud, in openstacksdk's order. A
// region is asked for by name, or "" for the default choice.
func (f *found) resolve(name, region string) (*resolved, error) {
	r, profile, err := f.base(name)
	if err != nil {
		return nil, err
	}
	known, err := regionsOf(r.at.table, profile)
	if err != nil {
		return nil, err
	}
	chosen, err := f.chooseRegion(r, known, region)
	if err != nil {
		return nil, err
	}
	for _, key := range chosen.values.order {
		if v := chosen.values.get(key); !v.isNull() {
			var one table
			one.set(key, v)
			r.settings.update(one)
		}
	}
	if r.file != "" {
		r.misplaced(r.at.table)
		r.misplaced(chosen.values)
	}
	f.overlay(r)
	r.region = chosen.name
	r.settings.set("region_name", plain(chosen.name, r.at.at))
	return r, r.normalise()
}

// base lays a cloud over its profile and the defaults, and returns the profile
// beside it.
func (f *found) base(name string) (*resolved, table, error) {
	own := f.clouds.get(name)
	r := &resolved{name: name, file: f.sources[name], at: own}
	if own.isNull() || own.kind != mapping {
		return nil, table{}, own.malformed(fmt.Sprintf("this cloud is %s, and must be a mapping", own.kind),
			"write its settings under it, indented: at least `auth:` with `auth_url:`")
	}
	r.settings.set("auth_type", plain(authPassword, place{}))
	r.settings.set("interface", plain("public", place{}))
	r.settings.set("verify", &value{kind: boolean, truth: true})
	r.settings.set("auth", &value{kind: mapping})
	profile, err := f.profile(r)
	if err != nil {
		return nil, table{}, err
	}
	for _, layer := range []table{profile, own.table} {
		if auth := layer.get("auth"); !auth.isNull() && auth.kind != mapping {
			return nil, table{}, auth.malformed(fmt.Sprintf("`auth` is %s, and must be a mapping", auth.kind),
				"write the settings under it, indented")
		}
		r.explicitType = r.explicitType || layer.has("auth_type")
		r.settings.update(layer)
	}
	return r, profile, nil
}

// profile returns what clouds-public.yaml says under the name that the cloud's
// `profile` gives, or its old word `cloud`, or else what openstacksdk brings along
// under it. A profile that is not there is an error only if the cloud cannot do
// without.
func (f *found) profile(r *resolved) (table, error) {
	key := "profile"
	if !r.at.table.has(key) {
		key = "cloud"
	}
	name, err := r.at.table.get(key).asText(key)
	if err != nil || name == "" || name == f.envName {
		return table{}, err
	}
	if f.vendor.err != nil {
		return table{}, fmt.Errorf("reading the profile of cloud %q: %w", r.name, f.vendor.err)
	}
	profile := f.publicCloud(name)
	builtIn, known := vendors[name]
	switch {
	case profile.isNull() && known:
		return builtIn.settings(), nil
	case profile.isNull():
		return table{}, f.profileMissing(r, key, name)
	case profile.kind != mapping:
		return table{}, profile.malformed(
			fmt.Sprintf("profile %q is %s, and must be a mapping", name, profile.kind), "indent its settings")
	default:
		return profile.table, nil
	}
}

// publicCloud returns a profile of clouds-public.yaml, or nil.
func (f *found) publicCloud(name string) *value {
	if f.vendor.root.isNull() {
		return nil
	}
	public := f.vendor.root.table.get("public-clouds")
	if public.isNull() {
		return nil
	}
	return public.table.get(name).underscored()
}

// profileMissing warns of a profile that is nowhere, or refuses the cloud if it
// has no address without.
func (f *found) profileMissing(r *resolved, key, name string) error {
	auth := r.at.table.get("auth")
	if r.at.table.get("auth_url").isSet() || auth != nil && auth.table.get("auth_url").isSet() {
		r.warn(fmt.Sprintf("cloud %q names the profile %q, which is neither built in nor in a clouds-public.yaml; "+
			"its own settings alone count", r.name, name))
		return nil
	}
	e := &UnsupportedError{
		Cloud: r.name, Setting: key, Value: name,
		Reason: "it is neither built in nor in a clouds-public.yaml",
		Advice: "write auth_url (and the regions) into the cloud itself, as `openstack --os-cloud " + shellQuoted(r.name) +
			" configuration show` prints them",
	}
	if strings.Contains(name, "://") || name == "vexxhost" {
		e.Reason = "profiles are not fetched from an address"
	}
	return e
}

// normalise brings the many spellings of settings to one, in openstacksdk's
// order, and moves those of the login into auth.
func (r *resolved) normalise() error {
	if auth := r.settings.get("auth"); !auth.isNull() && auth.kind == mapping {
		r.auth = auth.table.clone()
	}
	r.fixTimeout()
	r.fixInterface()
	if !r.explicitType && r.settings.get("auth_plugin").isSet() {
		r.settings.set("auth_type", r.settings.get("auth_plugin"))
		r.explicitType = true
	}
	// Of several spellings the last in the list counts, and of the two levels
	// auth: for these alone the openstack command has it so.
	for _, alias := range aliases {
		r.fixAlias(alias[0], alias[1:])
	}
	r.fixDomain("domain_id", "user_domain_id", "project_domain_id")
	r.fixDomain("domain_name", "user_domain_name", "project_domain_name")
	if v := r.auth.get("auth_url"); v != nil && v.kind == text {
		expanded, err := r.expand(v, "auth_url")
		if err != nil {
			return err
		}
		r.auth.set("auth_url", expanded)
	}
	if err := r.fillDomains(); err != nil {
		return err
	}
	return r.takeOptions()
}

// fillDomains gives a user and a project without a domain the default one. The
// openstack command does so where version 3 of the Identity API is asked for.
func (r *resolved) fillDomains() error {
	version, err := r.settings.get("identity_api_version").asText("identity_api_version")
	if err != nil || version != "3" {
		return err
	}
	chosen, err := r.authType()
	if err != nil || chosen != authPassword && chosen != authV3Password && chosen != authTOTP {
		return err
	}
	for _, who := range []string{"user_domain_", "project_domain_"} {
		if !r.auth.get(who+"id").isSet() && !r.auth.get(who+"name").isSet() {
			r.auth.set(who+"id", plain(r.defaultDomain, r.at.at))
		}
	}
	return nil
}

// aliases are the settings of the login with their spellings, the one that
// counts most last.
var aliases = [][]string{
	{"domain_id", "domain_id"},
	{"domain_name", "domain_name"},
	{"user_domain_id", "user_domain_id"},
	{"user_domain_name", "user_domain_name"},
	{"project_domain_id", "project_domain_id"},
	{"project_domain_name", "project_domain_name"},
	{"token", "auth_token", "token"},
	{"project_id", "tenant_id", "project_id"},
	{"project_name", "tenant_name", "project_name"},
}

// fixAlias gathers the spellings of one setting under auth.
func (r *resolved) fixAlias(target string, spellings []string) {
	var chosen *value
	for _, spelling := range spellings {
		for _, level := range []*table{&r.settings, &r.auth} {
			if v := level.remove(spelling); !v.isNull() {
				chosen = v
			}
		}
	}
	if chosen.isSet() || chosen != nil && chosen.kind == boolean {
		r.auth.set(target, chosen)
	}
}

// fixDomain lets one domain stand for that of the user and that of the project.
// Without a project it is the scope itself.
func (r *resolved) fixDomain(common, user, project string) {
	if !r.auth.has("project_id") && !r.auth.has("project_name") {
		return
	}
	if v := r.auth.remove(common); v != nil {
		for _, key := range []string{user, project} {
			if !r.auth.has(key) {
				r.auth.set(key, v)
			}
		}
	}
}

// fixTimeout lets any timeout of a service stand for the only one there is.
func (r *resolved) fixTimeout() {
	for _, key := range append([]string(nil), r.settings.order...) {
		if strings.HasSuffix(key, "timeout") && key != "timeout" && key != "api_timeout" {
			if v := r.settings.remove(key); !v.isNull() {
				r.settings.set("api_timeout", v)
			}
		}
	}
}

// fixInterface renames endpoint_type, and the same with a service before it.
func (r *resolved) fixInterface() {
	for _, key := range append([]string(nil), r.settings.order...) {
		if prefix, old := strings.CutSuffix(key, "endpoint_type"); old {
			r.settings.set(prefix+"interface", r.settings.remove(key))
		}
	}
}

// takeOptions moves to auth what the way of logging in takes from the level
// above, which counts more, and drops from auth what it does not take.
func (r *resolved) takeOptions() error {
	authType, err := r.authType()
	if err != nil {
		return err
	}
	if r.methods = r.settings.get("auth_methods"); r.methods.isNull() {
		r.methods = r.auth.get("auth_methods")
	}
	r.holdsCredential = r.auth.get("application_credential_secret").isSet() || r.settings.get("application_credential_secret").isSet()
	options, known := authOptions[authType]
	if !known {
		options = slices.Concat(scopeOptions, genericOptions, userOptions)
	}
	var taken table
	for _, option := range options {
		v := r.option(option)
		if !v.isSet() && (v == nil || v.kind != boolean) {
			continue
		}
		if option == "auth_url" {
			if v, err = r.expand(v, option); err != nil {
				return err
			}
		}
		taken.set(option, v)
	}
	r.auth = taken
	return nil
}

// option returns a setting of the login from the upper level, or else from auth.
func (r *resolved) option(name string) *value {
	names := []string{name}
	if name == "username" {
		names = append(names, "user_name")
	}
	var v *value
	for _, level := range []table{r.settings, r.auth} {
		for _, spelling := range names {
			if v = level.get(spelling); v.isSet() {
				return v
			}
		}
	}
	return v
}

// authType returns the way of logging in. When none was chosen and there is a
// token, or an application credential, that is what it is: the SDK would try
// a password that is not there.
func (r *resolved) authType() (string, error) {
	chosen, err := r.settings.get("auth_type").asText("auth_type")
	if err != nil {
		return "", err
	}
	if chosen == "" || chosen == "None" {
		return "none", nil
	}
	if r.explicitType {
		return chosen, nil
	}
	given := func(key string) bool { return r.auth.get(key).isSet() || r.settings.get(key).isSet() }
	switch {
	case given("token"):
		return authToken, nil
	case given("application_credential_id"), given("application_credential_name"):
		return authApplicationCredential, nil
	default:
		return chosen, nil
	}
}

// expand fills in settings named in braces, such as {region_name}; a doubled
// brace stands for itself.
func (r *resolved) expand(v *value, name string) (*value, error) {
	written, err := v.asText(name)
	if err != nil || !strings.ContainsAny(written, "{}") {
		return v, err
	}
	wrong := v.malformed(fmt.Sprintf("%s has braces that name no setting", name),
		"name a setting, as in {region_name}, or double the brace")
	var out strings.Builder
	for i := 0; i < len(written); i++ {
		b := written[i]
		doubled := i+1 < len(written) && written[i+1] == b
		switch {
		case b != '{' && b != '}':
			out.WriteByte(b)
		case doubled:
			out.WriteByte(b)
			i++
		case b == '}':
			return nil, wrong
		default:
			key, _, closed := strings.Cut(written[i+1:], "}")
			inner := r.settings.get(key)
			if !closed || secretKeys[key] || inner == nil || inner.kind != text {
				return nil, wrong
			}
			out.WriteString(inner.text)
			i += len(key) + 1
		}
	}
	return plain(out.String(), v.at), nil
}
