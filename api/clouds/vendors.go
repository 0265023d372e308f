package clouds

// vendor is what the profile of a public cloud says, as far as it matters for
// logging in and for images.
type vendor struct {
	authURL string
	// domain is the name of the domain of users and projects.
	domain  string
	region  string
	regions []string
	// identity and image are the versions of the two APIs that are asked for.
	identity, image string
}

// vendors are the profiles that openstacksdk brings along, under the names that
// `profile` in clouds.yaml takes. The golden test compares each with what
// openstacksdk makes of it. The one of vexxhost is not among them: the SDK
// fetches it from an address.
var vendors = map[string]vendor{
	"auro":      {authURL: "https://api.van2.auro.io:5000/v3", domain: "Default", region: "RegionOne", identity: "3"},
	"betacloud": {authURL: "https://api-1.betacloud.de:5000", regions: []string{"betacloud-1"}, identity: "3"},
	"bluebox":   {region: "RegionOne"},
	"catalyst": {
		authURL: "https://api.cloud.catalyst.net.nz:5000/v2.0", image: "1",
		regions: []string{"nz-por-1", "nz_wlg_2"},
	},
	"citycloud": {
		authURL: "https://{region_name}.citycloud.com:5000/v3/", identity: "3",
		regions: []string{"Buf1", "Fra1", "Lon1", "Sto2", "Kna1", "dx1", "tky1"},
	},
	"conoha": {
		authURL: "https://identity.{region_name}.conoha.io", identity: "2",
		regions: []string{"sin1", "sjc1", "tyo1"},
	},
	"dreamcompute": {authURL: "https://iad2.dream.io:5000", region: "RegionOne", identity: "3"},
	"elastx":       {authURL: "https://ops.elastx.cloud:5000/v3", region: "se-sto", identity: "3"},
	"entercloudsuite": {
		authURL: "https://api.entercloudsuite.com/", identity: "3", image: "1",
		regions: []string{"it-mil1", "nl-ams1", "de-fra1"},
	},
	"fuga": {
		authURL: "https://identity.api.fuga.io:5000", domain: "Default", identity: "3",
		regions: []string{"cystack"},
	},
	"ibmcloud": {authURL: "https://identity.open.softlayer.com", regions: []string{"london"}, identity: "3"},
	"internap": {
		authURL: "https://identity.api.cloud.iweb.com", identity: "3",
		regions: []string{"ams01", "da01", "nyj01", "sin01", "sjc01"},
	},
	"limestonenetworks": {
		authURL: "https://auth.cloud.lstn.net:5000/v3", identity: "3",
		regions: []string{"us-dfw-1", "us-slc"},
	},
	"otc": {
		authURL: "https://iam.{region_name}.otc.t-systems.com/v3", identity: "3",
		regions: []string{"eu-de", "eu-nl"},
	},
	"ovh": {authURL: "https://auth.cloud.ovh.net/", domain: "Default", identity: "3", regions: []string{
		"BHS", "BHS1", "BHS3", "BHS5", "DE", "DE1", "GRA", "GRA1", "GRA5", "GRA7", "SBG", "SBG1", "SBG5",
		"UK", "UK1", "WAW", "WAW1", "SYD1", "SGP1",
	}},
	"ovh-us": {
		authURL: "https://auth.cloud.ovh.us/", domain: "Default", identity: "3",
		regions: []string{"US-EAST-VA-1"},
	},
	"rackspace": {
		authURL: "https://identity.api.rackspacecloud.com/v2.0/",
		regions: []string{"DFW", "HKG", "IAD", "ORD", "SYD", "LON"},
	},
	"switchengines": {authURL: "https://keystone.cloud.switch.ch:5000/v3", regions: []string{"LS", "ZH"}, identity: "3"},
	"ultimum":       {authURL: "https://console.ultimum-cloud.com:5000/", identity: "3"},
	"unitedstack":   {authURL: "https://identity.api.ustack.com/v3", regions: []string{"bj1", "gd1"}, identity: "3"},
	"zetta":         {authURL: "https://identity.api.zetta.io/v3", regions: []string{"no-osl1"}, identity: "3"},
}

// settings returns a profile as clouds-public.yaml would hold it.
func (v vendor) settings() table {
	var auth, all table
	for _, one := range [][2]string{{"auth_url", v.authURL}, {"user_domain_name", v.domain}, {"project_domain_name", v.domain}} {
		if one[1] != "" {
			auth.set(one[0], plain(one[1], place{}))
		}
	}
	all.set("auth", &value{kind: mapping, table: auth})
	for _, one := range [][2]string{{"region_name", v.region}, {"identity_api_version", v.identity}, {"image_api_version", v.image}} {
		if one[1] != "" {
			all.set(one[0], plain(one[1], place{}))
		}
	}
	if len(v.regions) > 0 {
		names := &value{kind: list}
		for _, name := range v.regions {
			names.items = append(names.items, plain(name, place{}))
		}
		all.set("regions", names)
	}
	return all
}
