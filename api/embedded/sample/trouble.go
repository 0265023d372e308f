package sample

import (
	"time"

	"glimpse/api/embedded/glance"
)

// enoughForAgent is the number of images from which the deployment agent's
// kernel and ramdisk are among them.
const enoughForAgent = 60

// specials are the images that have a place of their own: what is under way
// or has just failed is among the newest, the deployment agent in the middle,
// the hostile ones below the first screen.
func specials(options Options) map[int]func(*maker) {
	n := options.Images
	placed := map[int]func(*maker){}
	if n < 20 {
		return placed
	}
	placed[0] = (*maker).saving
	placed[2] = (*maker).importing
	placed[5] = (*maker).failedImport
	placed[9] = (*maker).switchedOff
	if n >= enoughForAgent {
		placed[n/3] = (*maker).agentKernel
		placed[n/3+1] = (*maker).agentRamdisk
	}
	list, first, step := few(), 45, max(7, n/60)
	switch {
	case options.Plain:
		return placed
	case options.Poison:
		list, first, step = hostiles, 3, 2
	}
	for at := first; len(list) > 0 && at < n; at += step {
		if placed[at] == nil {
			placed[at] = (&list[0]).make
			list = list[1:]
		}
	}
	return placed
}

// trouble is an image that never came to be, or that somebody stopped. None
// is killed: the service leaves those out of its lists, which shall have as
// many images as were asked for.
func (m *maker) trouble() {
	switch {
	case m.age() < 6*time.Hour:
		[]func(*maker){(*maker).saving, (*maker).uploading, (*maker).importing, (*maker).empty}[m.rng.IntN(4)](m)
	default:
		[]func(*maker){
			(*maker).failedImport, (*maker).failedImport, (*maker).empty, (*maker).switchedOff, (*maker).stuck,
		}[m.rng.IntN(5)](m)
	}
}

// noData takes the data away again.
func (m *maker) noData(status string) {
	m.r.Status = status
	m.r.Size, m.r.VirtualSize, m.r.Checksum, m.r.HashAlgo, m.r.HashValue, m.r.Stores = nil, nil, nil, nil, nil, nil
	m.r.Protected, m.r.Hidden, m.r.Tags = false, false, m.r.Tags[:0]
	if n := len(m.bases); n > 0 && m.bases[n-1].record == m.r {
		m.bases = m.bases[:n-1]
	}
}

// saving is a snapshot whose data is coming in.
func (m *maker) saving() {
	m.snapshot()
	m.noData("saving")
}

// uploading is an image whose data is being staged: its size grows.
func (m *maker) uploading() {
	m.golden()
	staged := *m.r.Size / 3
	m.noData("uploading")
	m.r.Size = &staged
}

// importing is one whose data is being imported by a task.
func (m *maker) importing() {
	m.golden()
	m.noData("importing")
	task := m.task("processing", "")
	m.set("os_glance_import_task", task.ID)
	m.set("os_glance_importing_to_stores", "fs")
	m.set("os_glance_failed_import", "")
}

// task adds an import task.
func (m *maker) task(status, message string) glance.Task {
	task := glance.Task{
		ID: m.uuid(), Status: status, Message: message, Owner: m.owner.ID, UserID: m.digits(16), RequestID: "req-" + m.uuid(),
		Method: "web-download", URI: "https://images.example.net/build/" + m.digits(4) + ".qcow2", Stores: []string{"fs"},
		CreatedAt: m.r.CreatedAt.Add(2 * time.Second), UpdatedAt: m.past(m.r.CreatedAt.Add(time.Minute)),
	}
	if status == "failure" || status == "success" {
		task.ExpiresAt = task.UpdatedAt.Add(48 * time.Hour)
	}
	m.r.Tasks = append(m.r.Tasks, task)
	return task
}

var failures = []string{
	"Task failed due to Internal Error",
	"HTTP Error 404: Not Found",
	"<urlopen error [Errno 110] Connection timed out>",
	"<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:992)>",
	"There is not enough disk space on the image storage media.",
	"Size of the image exceeds the permitted maximum of 53687091200 bytes",
}

// failedImport is an image whose import failed, and which is queued again.
func (m *maker) failedImport() {
	m.golden()
	m.noData("queued")
	m.task("failure", even(m, failures))
	m.set("os_glance_importing_to_stores", "")
	m.set("os_glance_failed_import", "fs")
}

// empty is an image that was created and given no data yet, or ever.
func (m *maker) empty() {
	m.name(m.named("new-image-{nn}", naming{}))
	m.noData("queued")
	if m.one(2) {
		m.r.DiskFormat, m.r.ContainerFormat = formats["qcow2"], formats["bare"]
	}
}

// stuck is a snapshot whose saving ended when its host did.
func (m *maker) stuck() {
	m.snapshot()
	m.noData("saving")
}

// switchedOff is a build that was found to have a hole.
func (m *maker) switchedOff() {
	m.golden()
	m.r.Status = "deactivated"
	m.r.Hidden = false
	m.tag("cve-2026-3197", "do-not-use")
	m.set("deactivation_reason", "vulnerable sshd, use the next build")
}

// agentKernel and agentRamdisk are the two images of the agent with which
// bare metal is deployed. One command makes both, at the same time.
func (m *maker) agentKernel() { m.agent("ironic-python-agent.kernel", "aki", 14) }

func (m *maker) agentRamdisk() { m.agent("ironic-python-agent.initramfs", "ari", 390) }

func (m *maker) agent(name, format string, size int64) {
	m.owner = m.options.Projects.Admin
	m.r.Visibility = "public"
	m.name(name)
	m.data(format, size*mib, 0)
	m.r.ContainerFormat = formats[format]
	m.r.Protected = true
	m.tag("ironic", "official")
}
