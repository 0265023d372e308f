// Package clouds reads the configuration of OpenStack clouds: clouds.yaml,
// secure.yaml, clouds-public.yaml and the OS_* variables, with the precedence of
// the openstack command, so that a configuration that works with it works here.
//
// # Where it looks
//
// Each of the three files is looked for by itself, as .yaml, .yml and .json, in
// the working directory, $XDG_CONFIG_HOME/openstack, ~/.config/openstack, the
// site's directories ($XDG_CONFIG_DIRS, or /etc/xdg/openstack) and
// /etc/openstack. On Windows every user can make the last two, and they are passed
// over for %LOCALAPPDATA%\OpenStack\openstack. OS_CLIENT_CONFIG_FILE,
// OS_CLIENT_SECURE_FILE and OS_CLIENT_VENDOR_FILE each name one file to be tried
// first. The first that can be read counts, and no other of its kind.
//
// # What outranks what
//
// secure.yaml is laid over clouds.yaml, deep. A cloud is laid over its profile,
// the values of a region over the cloud, and the OS_* variables of the openstack
// command's own options over all of them: OS_PASSWORD completes or replaces the
// password of any cloud. Of a project, a domain and a token the file's own word
// under auth counts before the variable. The OS_* variables also make a cloud of
// their own, named envvars or what OS_CLOUD_NAME says, which is the default
// where OS_CLOUD names none.
//
// # Where it differs from the openstack command
//
// The data of the golden test marks every one of these, with its reason.
//   - The command wants a cloud of a file to be named; here, as in the SDK, the
//     only one there is need not be.
//   - A cloud with several regions and none chosen is a question to the user
//     ([remote.RegionRequiredError]), and not the first region. OS_REGION_NAME answers it.
//   - OS_* variables without an auth_url or a profile do not displace the only
//     cloud of a clouds.yaml.
//   - A region asked for by the caller outranks OS_REGION_NAME.
//   - A token or an application credential without an auth_type is taken for
//     what it is. A login that is not complete is refused before it is tried.
//   - A login that only the openstack command knows, such as v3oidcpassword, is
//     done with the token in OS_TOKEN, and so is one by a passcode.
//   - OS_TOKEN beside a cloud that holds a password is passed over, where the
//     command breaks.
//   - The cloud of the environment takes variables that the SDK knows and the
//     command does not, such as OS_INSECURE.
//   - Numbers are texts as they were written, and a yes or no where a text must
//     be is an error with its place.
//   - Keys with dashes are the same as with underscores everywhere.
//   - Profiles are not fetched from an address; those that the SDK brings along are
//     built in.
//   - $XDG_CONFIG_DIRS may name several directories.
//
// Nothing here is written for Windows, whose directories are others.
package clouds
