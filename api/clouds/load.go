package clouds

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Config is every cloud that was found, with the file each came from. It is
// immutable and safe for concurrent use, and prints nothing of its content.
type Config struct {
	// found is behind a function so that no verb of package fmt walks into the
	// secrets in it; a wrong verb goes through a pointer.
	found func() *found
}

// found is what [Load] has read.
type found struct {
	env Env
	// clouds are all clouds by name, in the order of the files; the cloud of
	// the environment is the last.
	clouds table
	// sources are the files that the clouds came from, by cloud; the cloud of
	// the environment has none.
	sources map[string]string
	// vendor is clouds-public.yaml.
	vendor document
	// envName is the name of the cloud that the environment makes.
	envName string
	// variables is the environment.
	variables map[string]string
	searched  []string
	warnings  []Warning
}

// Load reads the configuration: the first clouds.yaml, the first secure.yaml
// laid over it, the first clouds-public.yaml, and the environment. What is not
// there is no error; [Config.Cloud] tells when nothing is. The errors are
// [MalformedError], for a file that cannot be understood or a name that is
// taken twice.
func Load(env Env) (*Config, error) {
	variables := env.variables()
	f := &found{env: env, variables: variables, sources: map[string]string{}, searched: env.directories(variables)}
	cloudsFile := f.read("clouds", "OS_CLIENT_CONFIG_FILE")
	secureFile := f.read("secure", "OS_CLIENT_SECURE_FILE")
	f.vendor = f.read("clouds-public", "OS_CLIENT_VENDOR_FILE")
	for _, file := range []document{cloudsFile, secureFile} {
		if file.err != nil {
			return nil, fmt.Errorf("reading the cloud configuration: %w", file.err)
		}
		if file.open && file.root.holdsSecret() {
			f.warnings = append(f.warnings, Warning{
				File:    file.path,
				Problem: "it holds a secret, and other users of this machine can read it; make it yours alone with chmod 600",
			})
		}
	}
	for _, file := range []document{cloudsFile, secureFile} {
		if err := f.add(file); err != nil {
			return nil, fmt.Errorf("reading the cloud configuration: %w", err)
		}
	}
	if err := f.addEnvironment(cloudsFile.path); err != nil {
		return nil, fmt.Errorf("reading the cloud configuration: %w", err)
	}
	return &Config{found: func() *found { return f }}, nil
}

// Warnings returns what is odd about the files: secrets that others can read,
// keys given twice, files passed over. The order is always the same.
func (c *Config) Warnings() []Warning { return append([]Warning(nil), c.found().warnings...) }

// Searched returns the directories in which configuration was looked for.
func (c *Config) Searched() []string { return append([]string(nil), c.found().searched...) }

// read finds and reads one of the three files, by its name without suffix. A
// variable of the environment may name one to be tried before all others.
func (f *found) read(name, variable string) document {
	var paths []string
	if named := f.variables[variable]; named != "" {
		// The name is taken as it stands, as the SDK does: ~ is for shells.
		paths = append(paths, f.env.inWorkDir(named))
	}
	for _, directory := range f.searched {
		for _, suffix := range []string{".yaml", ".yml", ".json"} {
			paths = append(paths, filepath.Join(directory, name+suffix))
		}
	}
	file, warnings := f.env.first(paths)
	f.warnings = append(f.warnings, warnings...)
	if f.variables[variable] != "" && file.path != paths[0] && len(warnings) == 0 {
		f.warnings = append(f.warnings, Warning{File: paths[0], Problem: "named by " + variable + ", and not there"})
	}
	return file
}

// add lays the clouds of a file over those already known, deep.
func (f *found) add(file document) error {
	if file.root.isNull() {
		return nil
	}
	f.outside(file)
	clouds := file.root.table.get("clouds")
	if clouds.isNull() {
		return nil
	}
	if clouds.kind != mapping {
		return clouds.malformed(fmt.Sprintf("`clouds` is %s, and must be a mapping", clouds.kind),
			"write under it, indented, each cloud's name and a colon")
	}
	for _, name := range clouds.table.order {
		over := clouds.table.get(name).underscored()
		if _, known := f.sources[name]; !known {
			f.sources[name] = file.path
		}
		f.clouds.set(name, merged(f.clouds.get(name), over))
	}
	return nil
}

// selectors are the variables that choose among configurations and make none.
var selectors = map[string]bool{
	"OS_CLOUD": true, "OS_REGION_NAME": true, "OS_CLOUD_NAME": true,
	"OS_CLIENT_CONFIG_FILE": true, "OS_CLIENT_SECURE_FILE": true, "OS_CLIENT_VENDOR_FILE": true,
}

// addEnvironment makes a cloud of the OS_* variables, if there is any but
// selectors. Its name is envvars, or what OS_CLOUD_NAME says.
func (f *found) addEnvironment(cloudsFile string) error {
	f.envName = f.variables["OS_CLOUD_NAME"]
	if f.envName == "" {
		f.envName = "envvars"
	}
	if f.clouds.has(f.envName) {
		v := f.clouds.get(f.envName)
		e := v.malformed(fmt.Sprintf("a cloud is named %q, as the cloud that the OS_* variables make", f.envName),
			"give one of them another name; OS_CLOUD_NAME names that of the variables")
		if e.File == "" {
			e.File = cloudsFile
		}
		return e
	}
	var settings table
	forms := false
	for _, name := range slices.Sorted(maps.Keys(f.variables)) {
		key, isOurs := strings.CutPrefix(name, "OS_")
		if !isOurs || strings.HasPrefix(key, "TEST") || strings.HasPrefix(key, "STD") || strings.HasPrefix(key, "LOG") {
			continue
		}
		forms = forms || !selectors[name]
		if name != "OS_CLOUD" {
			settings.set(strings.ToLower(key), plain(f.variables[name], place{variable: name}))
		}
	}
	if forms {
		f.clouds.set(f.envName, &value{kind: mapping, table: settings})
	}
	return nil
}

// environmentUsable reports whether the OS_* variables make a cloud that one
// can connect to, and not just change a detail such as OS_INTERFACE.
func (f *found) environmentUsable() bool {
	v := f.clouds.get(f.envName)
	return v != nil && (v.table.get("auth_url").isSet() || v.table.get("profile").isSet())
}

// fileClouds returns the names of the clouds that files hold, in their order.
func (f *found) fileClouds() []string {
	var names []string
	for _, name := range f.clouds.order {
		if _, inFile := f.sources[name]; inFile {
			names = append(names, name)
		}
	}
	return names
}
