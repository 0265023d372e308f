package sample

import (
	"strconv"
	"time"

	"glimpse/api/embedded/glance"
)

// make fills in one image. Its place decides whether it is one of those that
// are put where they are seen.
func (m *maker) make(i int) {
	if special := m.special[i]; special != nil {
		special(m)
		return
	}
	at := m.rng.IntN(hundred)
	for _, kind := range kinds {
		if at < kind.percent {
			kind.make(m)
			return
		}
		at -= kind.percent
	}
}

const hundred = 100

// kinds are what images are made for, and how many of a hundred are.
var kinds = []struct {
	percent int
	make    func(*maker)
}{
	{22, (*maker).public},
	{27, (*maker).snapshot},
	{25, (*maker).golden},
	{4, (*maker).community},
	{7, (*maker).shared},
	{5, (*maker).appliance},
	{7, (*maker).upload},
	{3, (*maker).trouble},
}

// age is how old the image is.
func (m *maker) age() time.Duration { return m.now.Sub(m.r.CreatedAt) }

const year = 365 * 24 * time.Hour

// system describes the operating system in the properties that Nova reads.
func (m *maker) system(b *build, arch string) {
	m.set("architecture", arch)
	m.set("os_distro", b.distro)
	m.set("os_version", b.version)
	if b.distro == "windows" {
		m.set("os_type", "windows")
		m.set("hw_disk_bus", "scsi")
		m.set("hw_video_model", "qxl")
		m.set("os_require_quiesce", "yes")
		m.r.MinRAM = 4096
	} else {
		m.set("os_type", "linux")
		m.set("hw_disk_bus", []string{"scsi", "virtio"}[m.rng.IntN(2)])
		m.set("hw_rng_model", "virtio")
		m.r.MinRAM = []int64{0, 512, 1024}[m.rng.IntN(3)]
	}
	m.set("hw_qemu_guest_agent", "yes")
	m.set("hw_vif_model", "virtio")
	switch {
	case arch == "aarch64":
		m.set("hw_firmware_type", "uefi")
		m.set("hw_machine_type", "virt")
	case m.r.CreatedAt.Year() >= 2024:
		m.set("hw_firmware_type", "uefi")
		m.set("hw_machine_type", "q35")
	}
	if b.user != "" {
		m.set("os_admin_user", b.user)
	}
	m.r.MinDisk = b.disk
}

func (m *maker) arch(b *build) string {
	if b.arm && m.one(5) {
		return "aarch64"
	}
	return "x86_64"
}

// disk draws the format: most clouds keep qcow2, those on Ceph raw.
func (m *maker) disk() string {
	if m.one(4) {
		return "raw"
	}
	return "qcow2"
}

// public is a build that the cloud's admin publishes. Old ones are hidden and
// some switched off.
func (m *maker) public() {
	m.owner = m.options.Projects.Admin
	m.r.Visibility = "public"
	b := m.current(known().builds)
	arch := m.arch(b)
	name := m.named(b.file, naming{arch: arch})
	if m.one(3) {
		name = b.title
		if arch != "x86_64" {
			name += " (" + arch + ")"
		}
	}
	m.name(name)
	m.data(m.disk(), b.size*mib, b.disk)
	m.system(b, arch)
	m.set("image_build_date", m.r.CreatedAt.Format("2006-01-02"))
	if b.user != "" {
		m.set("image_original_user", b.user)
	}
	m.set("image_source", "https://images.example.net/"+b.distro+"/"+b.version+"/")
	m.set("replace_frequency", "monthly")
	m.tag("os:"+b.distro, "official")
	if b.tag != "" {
		m.tag(b.tag)
	}
	m.r.Protected = !m.one(5)
	m.retire(b)
	m.bases = append(m.bases, base{m.r, b})
}

// retire does to an old build what admins do.
func (m *maker) retire(b *build) {
	if b.end.Before(m.now) {
		m.tag("eol")
		m.set("provided_until", b.until+"-01")
	}
	if m.age() > year && !m.one(4) || m.age() > year/3 && m.one(3) {
		m.r.Hidden = true
		m.r.Protected = m.r.Protected && m.one(2)
	}
	if m.age() > 2*year && m.one(6) {
		m.r.Status = "deactivated"
	}
}

// base draws an image that is likely to be in use: one of the newer ones.
func (m *maker) base() (base, bool) {
	n := len(m.bases)
	if n == 0 {
		return base{}, false
	}
	back := min(m.rng.IntN(n), m.rng.IntN(n), m.rng.IntN(n))
	return m.bases[n-1-back], true
}

var servers = []string{
	"web-{nn}", "db-{nn}", "app-{nn}", "api-{nn}", "k8s-worker-{n}", "gitlab-runner-{n}", "jenkins-{nn}", "cache-{nn}", "bastion",
	"mail-{nn}", "proxy-{nn}", "grafana", "postgres-primary", "win-rdp-{nn}", "build-{nn}", "erp-test", "jupyter-{n}", "nfs-{nn}",
}

var snapshots = []string{
	"{s}-{date}", "snap-{s}-{day}", "backup-{s}-daily-{day}", "{s}-before-upgrade", "{s}-shelved", "{s} snapshot", "{s}-weekly-{day}",
	"{s}_{date}_pre_patch", "restore-point-{s}",
}

// snapshot is what Nova makes of a server.
func (m *maker) snapshot() {
	from, found := m.base()
	if !found {
		m.golden()
		return
	}
	server := m.named(pick(m, servers), naming{})
	m.name(m.named(pick(m, snapshots), naming{server: server}))
	m.set("image_type", "snapshot")
	m.set("image_location", "snapshot")
	m.set("image_state", "available")
	m.set("instance_uuid", m.uuid())
	m.set("base_image_ref", from.record.ID)
	m.set("user_id", m.digits(16))
	m.set("owner_id", m.owner.ID)
	m.set("owner_project_name", m.owner.Name)
	m.set("boot_roles", "member,reader")
	m.set("os_distro", from.build.distro)
	m.set("os_version", from.build.version)
	disk := []int64{20, 40, 80, 160}[min(m.rng.IntN(4), m.rng.IntN(4))]
	m.r.MinDisk = disk
	m.data(m.disk(), disk*gib/int64(3+m.rng.IntN(6)), disk)
	if m.one(8) {
		m.volumeBacked(disk)
	}
	if m.one(5) {
		m.tag([]string{"backup", "keep", "prod", "daily"}[m.rng.IntN(4)])
	}
}

// volumeBacked turns a snapshot into one of a server on a volume: the image
// is empty and points to a volume snapshot.
func (m *maker) volumeBacked(disk int64) {
	nothing := int64(0)
	m.r.Size, m.r.VirtualSize = &nothing, nil
	m.r.Checksum, m.r.HashAlgo, m.r.HashValue = nil, nil, nil
	m.set("bdm_v2", "True")
	m.set("root_device_name", "/dev/vda")
	m.set("block_device_mapping", `[{"boot_index": 0, "delete_on_termination": false,`+
		` "destination_type": "volume", "device_name": "/dev/vda",`+
		` "device_type": "disk", "snapshot_id": "`+m.uuid()+`", "source_type": "snapshot",`+
		` "volume_size": `+strconv.FormatInt(disk, 10)+`}]`)
}

var goldens = []struct {
	pattern string
	tags    []string
}{
	{"golden-{os}-{date}", []string{"gold", "prod"}},
	{"web-base-v{rev}", []string{"gold", "prod"}},
	{"app-runtime-{month}.{n}", []string{"gold"}},
	{"ci-runner-{os}-{hash}", []string{"ci"}},
	{"k8s-node-v1.3{n}.{n}-{os}", []string{"gold", "k8s", "prod"}},
	{"cis-{os}-l1-{date}", []string{"gold", "cis", "hardened"}},
	{"cis-{os}-l2-{date}", []string{"cis", "hardened", "prod"}},
	{"gpu-cuda-12.{n}-{os}", []string{"gpu", "ml"}},
	{"postgres-16-{os}-v{rev}", []string{"db", "prod"}},
	{"nginx-edge-{month}", []string{"edge", "staging"}},
	{"hpc-compute-{os}-{date}", []string{"hpc"}},
	{"vdi-desktop-{month}", []string{"vdi"}},
}

// golden is what a project builds for itself from a public image.
func (m *maker) golden() {
	b := m.current(known().hosts)
	arch := m.arch(b)
	from := pick(m, goldens)
	m.name(m.named(from.pattern, naming{arch: arch, build: b, hash: m.digits(4)[:7]}))
	m.data(m.disk(), b.size*mib*int64(2+m.rng.IntN(4)), max(b.disk, 2)*int64(1+m.rng.IntN(3)))
	m.system(b, arch)
	m.tag(from.tags...)
	if b.end.Before(m.now) {
		m.tag("eol")
	}
	m.set("build_id", strconv.Itoa(10000+m.rng.IntN(89999)))
	m.set("git_commit", m.digits(20))
	m.set("build_tool", "packer 1.1"+strconv.Itoa(m.rng.IntN(5)))
	if from.tags[0] == "gpu" {
		m.set("hw_pci_numa_affinity_policy", "required")
		m.set("cuda_version", "12."+strconv.Itoa(m.rng.IntN(9)))
	}
	if m.one(3) {
		m.set("os_glance_importing_to_stores", "")
		m.set("os_glance_failed_import", "")
	}
	m.r.Protected = from.tags[len(from.tags)-1] == "prod" && m.one(2)
	m.r.Hidden = m.age() > year && m.one(6)
	if m.age() > 3*year && m.one(20) {
		m.r.Status = "deactivated"
	}
	m.bases = append(m.bases, base{m.r, b})
}

// community is a project's image that everybody may use.
func (m *maker) community() {
	m.golden()
	m.r.Visibility = "community"
	m.r.Protected = false
}

// shared is a project's image for some others: the demonstration's projects
// are among them and have taken it, refused it, or not answered yet.
func (m *maker) shared() {
	m.golden()
	m.r.Visibility = "shared"
	states := []string{"accepted", "pending", "rejected"}
	projects := m.options.Projects
	for _, p := range []Project{projects.Demo, projects.Other, pick(m, projects.Tenants)} {
		if p != m.owner && m.one(2) {
			m.r.Members = append(m.r.Members, glance.Member{Project: p.ID, Status: pick(m, states)})
		}
	}
}

// appliance is a vendor's image, mostly without a word about its system.
func (m *maker) appliance() {
	b := m.current(known().appliances)
	m.name(m.named(b.file, naming{arch: "x86_64"}))
	m.data("qcow2", b.size*mib, b.disk)
	m.r.MinDisk = b.disk
	m.tag(b.tag)
	m.set("hw_disk_bus", "virtio")
	m.set("hw_vif_model", "virtio")
	m.set("vendor_version", b.version)
	if b.tag == "amphora" || b.tag == "trove" || b.tag == "manila" {
		m.owner = m.options.Projects.Admin
		m.r.Visibility = []string{"private", "shared"}[m.rng.IntN(2)]
		m.r.Hidden = m.age() > year
	}
}

var uploads = []struct {
	name, format string
	size, disk   int64 // MiB, GiB
}{
	{"test", "qcow2", 610, 4},
	{"ubuntu-24.04.3-live-server-amd64.iso", "iso", 3100, 0},
	{"win10-eval", "qcow2", 14200, 64},
	{"Kali Linux 2025.3", "qcow2", 3600, 80},
	{"virtio-win-0.1.271.iso", "iso", 690, 0},
	{"my image", "raw", 10240, 10},
	{"debian-12.5.0-amd64-netinst.iso", "iso", 630, 0},
	{"migrated-from-vmware-esx04", "vmdk", 18300, 60},
	{"disk1", "vmdk", 9100, 40},
	{"tmp", "qcow2", 560, 3},
	{"Copy of golden-rhel-9.6", "qcow2", 2900, 20},
	{"hyperv-export", "vhdx", 21000, 127},
	{"systemrescue-12.01-amd64.iso", "iso", 1150, 0},
	{"do not delete (ask Tomek)", "qcow2", 4100, 20},
	{"zażółć-gęślą-jaźń", "qcow2", 700, 5},
	{"測試映像檔 2025", "qcow2", 812, 10},
	{"", "qcow2", 620, 5},
}

// upload is what somebody brought along by hand.
func (m *maker) upload() {
	from := even(m, uploads)
	if !m.one(12) {
		m.name(from.name)
	}
	m.data(from.format, from.size*mib, from.disk)
	m.r.MinDisk = from.disk
	if m.one(2) {
		m.r.Visibility = "shared" // the API's default, shared with nobody
	}
	if m.one(3) {
		m.set("os_type", []string{"linux", "windows"}[m.rng.IntN(2)])
	}
	if m.one(3) {
		m.set("owner_specified.openstack.md5", *m.r.Checksum)
		m.set("owner_specified.openstack.object", "images/"+from.name)
	}
}
