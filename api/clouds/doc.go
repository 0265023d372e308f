// Package clouds reads the configuration of OpenStack clouds: clouds.yaml,
// secure.yaml, clouds-public.yaml and the OS_* variables, with the precedence of
// openstacksdk (openstack.config.OpenStackConfig), so that a configuration that
// works with the openstack command works here.
//
// # Where it looks
//
// Each of the three files is looked for by itself, as .yaml, .yml and .json, in
// the working directory, $XDG_CONFIG_HOME/openstack, ~/.config/openstack, the
// site's directories ($XDG_CONFIG_DIRS, or /etc/xdg/openstack) and
// /etc/openstack. OS_CLIENT_CONFIG_FILE, OS_CLIENT_SECURE_FILE and
// OS_CLIENT_VENDOR_FILE each name one file to be tried first. The first that
// can be read counts, and no other of its kind.
//
// # What outranks what
//
// secure.yaml is laid over clouds.yaml, deep. A cloud is laid over its profile,
// and the values of a region over the cloud. The OS_* variables do not change a
// cloud of the files: they make a cloud of their own, named envvars or what
// OS_CLOUD_NAME says. A setting of the login counts under auth before it counts
// beside it, and project_name before tenant_name.
//
// # Where it differs from openstacksdk
//
// The data of the golden test marks every one of these, with its reason.
//   - A cloud with several regions and none chosen is a question to the user
//     ([ChooseRegionError]), and not the first region. OS_REGION_NAME answers it
//     unless the OS_* variables make a cloud of their own.
//   - OS_* variables without an auth_url or a profile do not displace the only
//     cloud of a clouds.yaml.
//   - A region asked for by the caller outranks OS_REGION_NAME.
//   - A token or an application credential without an auth_type is taken for
//     what it is. A login that is not complete is refused before it is tried.
//   - A login that only the openstack command knows, such as v3totp, is done
//     with the token in OS_TOKEN.
//   - Numbers are texts as they were written, and a yes or no where a text must
//     be is an error with its place.
//   - Keys with dashes are the same as with underscores everywhere.
//   - Profiles built into the SDK or fetched from an address are not known.
//   - $XDG_CONFIG_DIRS may name several directories.
//
// Nothing here is written for Windows, whose directories are others.
package clouds
