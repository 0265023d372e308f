package clouds

// Entry is one cloud as a list shows it. It holds no secret. Every text in it
// is foreign: escape it before showing it.
type Entry struct {
	// Name is what --cloud takes.
	Name string
	// File is where the cloud is written; empty for the environment.
	File string
	// AuthURL, AuthType and Project are as far as the configuration tells
	// them; Project is the name or else the id of the project, or the domain
	// or system that takes its place.
	AuthURL, AuthType, Project string
	// Regions are those that the configuration names.
	Regions []string
	// Default reports whether this cloud is used when none is named.
	Default bool
	// Problem is why [Config.Cloud] would refuse this cloud even with a region
	// chosen; nil if it would not.
	Problem error
}

// Names returns every cloud, in the order of the files and at last that of the
// environment. A cloud that something is wrong with is among them and says so.
func (c *Config) Names() []Entry {
	f := c.found()
	usual, _, err := f.usual()
	if err != nil {
		usual = ""
	}
	entries := make([]Entry, 0, len(f.clouds.order))
	for _, name := range f.clouds.order {
		entry := f.entry(name)
		entry.Default = usual != "" && name == usual
		entries = append(entries, entry)
	}
	return entries
}

// entry describes one cloud, with the first region standing for all.
func (f *found) entry(name string) Entry {
	entry := Entry{Name: name, File: f.sources[name]}
	region := ""
	if r, profile, err := f.base(name); err == nil {
		if known, err := regionsOf(r.at.table, profile); err == nil && len(known) > 0 {
			region = known[0].name
		}
	}
	r, err := f.resolve(name, region)
	if err != nil {
		entry.Problem = inCloud(err, name)
		return entry
	}
	entry.Regions = r.regions
	if chosen, err := r.authType(); err == nil {
		entry.AuthType = chosen
	}
	entry.Project = r.project()
	if v := r.auth.get("auth_url"); v.isSet() && v.kind == text && addressProblem(v.text) == "" {
		entry.AuthURL = v.text
	}
	_, entry.Problem = f.build(r)
	return entry
}

// project returns what the login is good for: a project, a domain or the system.
// An id counts more than a name that was given elsewhere.
func (r *resolved) project() string {
	keys := []string{"project_name", "project_id", "domain_name", "domain_id", "system_scope"}
	if name, id := r.auth.get("project_name"), r.auth.get("project_id"); name.isSet() && id.isSet() && name.at.variable != id.at.variable {
		keys = keys[1:]
	}
	for _, key := range keys {
		if v := r.auth.get(key); v.isSet() && v.kind == text {
			return v.text
		}
	}
	return ""
}

// Cloud returns a cloud by its name, in a region by its name; "" is the default
// choice of either. The default cloud is what OS_CLOUD names; else that of the
// OS_* variables; else the only one in the files. The default region is the
// only one configured, or what OS_REGION_NAME says where several are or none.
//
// The errors are [NoneConfiguredError], [UnknownCloudError], [ChooseCloudError],
// [UnknownRegionError], [remote.RegionRequiredError], [MalformedError],
// [IncompleteError] and [UnsupportedError]; no file other than those already
// read is looked at.
func (c *Config) Cloud(name, region string) (Cloud, error) {
	f := c.found()
	fromEnvironment := false
	if name == "" {
		var err error
		if name, fromEnvironment, err = f.usual(); err != nil {
			return Cloud{}, err
		}
	}
	if !f.clouds.has(name) {
		return Cloud{}, &UnknownCloudError{
			Name: name, FromEnvironment: fromEnvironment,
			Known: append([]string(nil), f.clouds.order...), Near: near(name, f.clouds.order), Searched: c.Searched(),
		}
	}
	r, err := f.resolve(name, region)
	if err != nil {
		return Cloud{}, inCloud(err, name)
	}
	return f.build(r)
}

// usual returns the cloud that is used when none is named, and whether OS_CLOUD
// names it.
func (f *found) usual() (name string, named bool, err error) {
	if name := f.variables["OS_CLOUD"]; name != "" {
		return name, true, nil
	}
	inFiles := f.fileClouds()
	switch {
	case f.environmentUsable():
		return f.envName, false, nil
	case len(inFiles) == 1:
		return inFiles[0], false, nil
	case len(inFiles) > 1:
		return "", false, &ChooseCloudError{Names: inFiles}
	case f.environmentBegun():
		return f.envName, false, nil
	default:
		return "", false, &NoneConfiguredError{Searched: append([]string(nil), f.searched...)}
	}
}

// environmentBegun reports whether the OS_* variables hold a part of a login,
// so that saying what they lack helps more than saying how to begin.
func (f *found) environmentBegun() bool {
	v := f.clouds.get(f.envName)
	if v == nil {
		return false
	}
	for _, key := range []string{
		"username", "user_id", "password", "token", "project_name", "project_id", "tenant_name",
		"tenant_id", "application_credential_id", "application_credential_name", "application_credential_secret",
	} {
		if v.table.get(key).isSet() {
			return true
		}
	}
	return false
}
