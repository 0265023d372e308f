package clouds

import (
	"fmt"
	"slices"
	"strings"
)

// howToConfigure names the ways to tell the program about a cloud.
const howToConfigure = "write a clouds.yaml (in the working directory, ~/.config/openstack or /etc/openstack), " +
	"or set the OS_* variables (source an openrc file), " +
	"or name a cloud with OS_CLOUD or --cloud once there is a clouds.yaml; " +
	"`glimpse demo` runs without any cloud"

// NoneConfiguredError reports that there is neither a clouds.yaml with a cloud
// in it nor an environment that names one.
type NoneConfiguredError struct {
	// Searched are the directories that were looked in, the first first.
	Searched []string
}

// Error names the ways to configure a cloud, and the demonstration.
func (e *NoneConfiguredError) Error() string { return "no cloud is configured: " + howToConfigure }

// UnknownCloudError reports that a cloud was asked for by a name that no file
// gives. Names are foreign text: show them escaped, as Error does.
type UnknownCloudError struct {
	// Name is what was asked for.
	Name string
	// FromEnvironment reports whether OS_CLOUD asked, and not the caller.
	FromEnvironment bool
	// Known are the names there are; Near those that Name may have meant.
	Known, Near []string
	// Searched are the directories that were looked in.
	Searched []string
}

// Error says which name is unknown and what it may have meant.
func (e *UnknownCloudError) Error() string {
	said := fmt.Sprintf("cloud %q is not configured", e.Name)
	if e.FromEnvironment {
		said = fmt.Sprintf("cloud %q, named by OS_CLOUD, is not configured", e.Name)
	}
	switch {
	case len(e.Near) > 0:
		return said + "; did you mean " + quoted(e.Near, " or ") + "?"
	case len(e.Known) > 0:
		return said + "; there are " + quoted(e.Known, ", ")
	default:
		return said + ": no clouds.yaml names any cloud; " + howToConfigure
	}
}

// ChooseCloudError reports that several clouds are configured and none was
// chosen: the program shows them to pick from.
type ChooseCloudError struct {
	// Names are the clouds in the order of the files.
	Names []string
}

// Error lists the clouds and says how to choose one.
func (e *ChooseCloudError) Error() string {
	return "several clouds are configured, and none is chosen: choose one of " + quoted(e.Names, ", ") + " with --cloud or OS_CLOUD"
}

// UnknownRegionError reports that a region was asked for that the cloud's
// configuration does not list.
type UnknownRegionError struct {
	Cloud, Region string
	// FromEnvironment reports whether OS_REGION_NAME asked, and not the caller.
	FromEnvironment bool
	// Known are the regions of the cloud; Near those Region may have meant.
	Known, Near []string
}

// Error says which region is unknown and which there are.
func (e *UnknownRegionError) Error() string {
	said := fmt.Sprintf("cloud %q has no region %q in its configuration", e.Cloud, e.Region)
	if e.FromEnvironment {
		said = fmt.Sprintf("cloud %q has no region %q, which OS_REGION_NAME names, in its configuration", e.Cloud, e.Region)
	}
	if len(e.Near) > 0 {
		return said + "; did you mean " + quoted(e.Near, " or ") + "? (upper and lower case differ)"
	}
	return said + "; it has " + quoted(e.Known, ", ")
}

// MalformedError reports that a configuration cannot be understood, and where.
// It never repeats what was written there, which may be a secret.
type MalformedError struct {
	// File is the file, and Line and Column count from 1 in it, the column in
	// characters; Line is 0 when it is about the whole file.
	File         string
	Line, Column int
	// Variable is the variable of the environment that it is about instead.
	Variable string
	// Cloud is the cloud that it is about, if one.
	Cloud string
	// Problem says what is wrong and Advice what to do.
	Problem, Advice string
}

// Error says where, what is wrong and what to do.
func (e *MalformedError) Error() string {
	var said strings.Builder
	switch {
	case e.Variable != "":
		fmt.Fprintf(&said, "environment variable %s: ", e.Variable)
	case e.File != "" && e.Line > 0:
		fmt.Fprintf(&said, "%q, line %d, column %d: ", e.File, e.Line, e.Column)
	case e.File != "":
		fmt.Fprintf(&said, "%q: ", e.File)
	}
	if e.Cloud != "" {
		fmt.Fprintf(&said, "cloud %q: ", e.Cloud)
	}
	said.WriteString(e.Problem)
	if e.Advice != "" {
		said.WriteString("; " + e.Advice)
	}
	return said.String()
}

// IncompleteError reports that a cloud lacks settings without which nobody can
// log in.
type IncompleteError struct {
	Cloud string
	// File is where the cloud is written; empty for the environment.
	File string
	// Missing are the settings by their names in clouds.yaml; the variables of
	// the environment are the same in capitals after OS_.
	Missing []string
	// Advice says what else may be the matter; it may be empty.
	Advice string
}

// Error says what is missing and where to write it.
func (e *IncompleteError) Error() string {
	missing := strings.Join(e.Missing, " and no ")
	said := fmt.Sprintf("cloud %q has no %s", e.Cloud, missing)
	if e.File == "" || slices.Contains(e.Missing, "passcode") {
		variables := make([]string, len(e.Missing))
		for i, name := range e.Missing {
			variables[i] = "OS_" + strings.ToUpper(name)
		}
		said += ": set " + strings.Join(variables, " and ")
		if e.File == "" {
			said += ", or name a cloud of clouds.yaml with --cloud"
		}
	} else {
		them := "it"
		if len(e.Missing) > 1 {
			them = "them"
		}
		said += fmt.Sprintf(": write %s under auth in %q", them, e.File)
		if secretKeys[e.Missing[0]] {
			said += ", or in a secure.yaml beside it"
		}
	}
	if e.Advice != "" {
		said += "; " + e.Advice
	}
	return said
}

// UnsupportedError reports that a configuration is understood and asks for
// something that this program does not do.
type UnsupportedError struct {
	Cloud string
	// Setting is the key that asks for it, such as auth_type, and Value what it
	// asks for.
	Setting, Value string
	// Reason says why not, and Advice what to do instead.
	Reason, Advice string
}

// Error says what is not supported, why, and what to do instead.
func (e *UnsupportedError) Error() string {
	said := fmt.Sprintf("cloud %q: %s %q is not supported: %s", e.Cloud, e.Setting, e.Value, e.Reason)
	if e.Advice != "" {
		said += "; " + e.Advice
	}
	return said
}

// FileError reports that a file which the configuration names cannot be used.
type FileError struct {
	Cloud string
	// Setting is the key that names the file: cacert, cert or key, or one of the
	// variables REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE.
	Setting string
	Path    string
	Err     error
}

// Error names the setting, the path and the reason.
func (e *FileError) Error() string {
	return fmt.Sprintf("cloud %q: %s %q cannot be used: %s", e.Cloud, e.Setting, e.Path, reason(e.Err))
}

// Advice says what to do about the setting that names the file.
func (e *FileError) Advice() string {
	switch e.Setting {
	case "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE":
		return "correct the path in " + e.Setting + ", unset it, or set cacert (OS_CACERT), which outranks it"
	case "cacert":
		return "correct the path in cacert (OS_CACERT), or take the setting out to trust the authorities of this computer"
	}
	return "correct the paths in cert (OS_CERT) and key (OS_KEY), or take both out to log in without a certificate"
}

// Unwrap returns the reason.
func (e *FileError) Unwrap() error { return e.Err }

// Warning is something odd that does not keep the configuration from working.
type Warning struct {
	// File is the file that it is about, and Line the line in it, from 1; both
	// may be missing.
	File string
	Line int
	// Problem says what is odd, and what to do where there is something to do.
	Problem string
}

// String says where and what, with the foreign text escaped.
func (w Warning) String() string {
	switch {
	case w.File == "":
		return w.Problem
	case w.Line == 0:
		return fmt.Sprintf("%q: %s", w.File, w.Problem)
	default:
		return fmt.Sprintf("%q, line %d: %s", w.File, w.Line, w.Problem)
	}
}

// quoted joins names, each quoted and escaped, at most a dozen of them.
func quoted(names []string, separator string) string {
	const most = 12
	shown := make([]string, 0, most+1)
	for i, name := range names {
		if i == most {
			shown = append(shown, fmt.Sprintf("%d more", len(names)-most))
			break
		}
		shown = append(shown, fmt.Sprintf("%q", name))
	}
	return strings.Join(shown, separator)
}
