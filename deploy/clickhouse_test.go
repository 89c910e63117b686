package deploy_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nyckeltal/load"
)

// TestClusterIsTheOneOfTheServices compares the cluster's configuration with the services that are to be it.
func TestClusterIsTheOneOfTheServices(t *testing.T) {
	config := readXML(t, "clickhouse/cluster/config.xml")
	all := services(t, "cluster")
	c, err := load.ParseDSN(*all["pipeline-cluster"].Environment["NYCKELTAL_WAREHOUSE"])
	if err != nil {
		t.Fatal(err)
	}
	cluster := "remote_servers/" + c.Topology.Cluster
	for i, shard := range config.all(cluster + "/shard") {
		if shard.text(t, "internal_replication") != "true" {
			t.Errorf("shard %d: rows would be written to every replica by hand", i+1)
		}
		var want []string
		for name, service := range all {
			if number := service.Environment["SHARD"]; number != nil && *number == fmt.Sprint(i+1) {
				want = append(want, name)
				if *service.Environment["REPLICA"] != name {
					t.Errorf("%s calls itself %s", name, *service.Environment["REPLICA"])
				}
			}
		}
		slices.Sort(want)
		if got := shard.texts("replica/host"); !slices.Equal(got, want) || len(want) != 2 {
			t.Errorf("shard %d: %v, services %v", i+1, got, want)
		}
		if ports := slices.Compact(shard.texts("replica/port")); !slices.Equal(ports, []string{"9000"}) {
			t.Errorf("shard %d: ports %v", i+1, ports)
		}
	}
	if n := len(config.all(cluster + "/shard")); n != 2 {
		t.Errorf("%d shards", n)
	}
	macros := config.all("macros")[0]
	statements, err := filepath.Glob("../load/topology.go")
	if err != nil || len(statements) != 1 {
		t.Fatal("no topology", err)
	}
	rendered, err := os.ReadFile(statements[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, macro := range macros.Nodes {
		if !strings.Contains(string(rendered), "{"+macro.XMLName.Local+"}") {
			t.Errorf("macro %s is not used", macro.XMLName.Local)
		}
	}
}

func TestKeepersAreThoseOfTheServices(t *testing.T) {
	keeper, cluster := readXML(t, "keeper/keeper.xml"), readXML(t, "clickhouse/cluster/config.xml")
	ids := make(map[string]string)
	for name, service := range services(t, "cluster") {
		if id := service.Environment["KEEPER_ID"]; id != nil {
			ids[*id] = name
		}
	}
	members := make(map[string]string)
	for _, server := range keeper.all("keeper_server/raft_configuration/server") {
		members[server.text(t, "id")] = server.text(t, "hostname")
	}
	if !maps.Equal(ids, members) || len(ids) != 3 {
		t.Errorf("services %v, members %v", ids, members)
	}
	hosts := slices.Sorted(maps.Values(members))
	if got := cluster.texts("zookeeper/node/host"); !slices.Equal(got, hosts) {
		t.Errorf("servers ask %v, Keepers are %v", got, hosts)
	}
	port := keeper.text(t, "keeper_server/tcp_port")
	if ports := slices.Compact(cluster.texts("zookeeper/node/port")); !slices.Equal(ports, []string{port}) {
		t.Errorf("servers ask port %v, Keepers listen on %s", ports, port)
	}
}

// TestSettingsAreKnown asks the engine whether there are the settings of the profiles.
func TestSettingsAreKnown(t *testing.T) {
	for _, file := range []string{"clickhouse/users.d/nyckeltal.xml", "clickhouse/cluster/users.xml"} {
		for _, profile := range readXML(t, file).all("profiles")[0].Nodes {
			for _, setting := range profile.Nodes {
				name := setting.XMLName.Local
				if name == "constraints" {
					name = setting.Nodes[0].XMLName.Local
				}
				if known := ask(t, "SELECT name FROM system.settings WHERE name = ?", name); len(known) != 1 {
					t.Errorf("%s: profile %s: there is no setting %s", file, profile.XMLName.Local, name)
				}
			}
		}
	}
	server := readXML(t, "clickhouse/config.d/nyckeltal.xml")
	for _, setting := range server.all("merge_tree")[0].Nodes {
		if known := ask(t, "SELECT name FROM system.merge_tree_settings WHERE name = ?", setting.XMLName.Local); len(known) != 1 {
			t.Errorf("there is no setting %s of tables", setting.XMLName.Local)
		}
	}
}

func TestUsers(t *testing.T) {
	config := readXML(t, "clickhouse/users.d/nyckeltal.xml")
	for _, user := range config.all("users")[0].Nodes {
		name := user.XMLName.Local
		if name == "default" {
			if user.attr("remove") == "" {
				t.Error("the user without a password is still there")
			}
			continue
		}
		if passwords := user.all("password"); len(passwords) != 1 || passwords[0].attr("from_env") == "" {
			t.Errorf("%s: the password does not come from the environment", name)
		}
		for _, section := range []string{"profile", "quota"} {
			if named := user.text(t, section); len(config.all(section+"s/"+named)) != 1 {
				t.Errorf("%s: there is no %s %s", name, section, named)
			}
		}
		for _, grant := range user.texts("grants/query") {
			if formatted := ask(t, "SELECT formatQuery(?)", grant+" TO "+name); len(formatted) != 1 {
				t.Error(grant)
			}
		}
	}
	analyst := config.all("profiles/analyst")[0]
	if analyst.text(t, "readonly") != "1" || len(analyst.all("constraints/max_execution_time/changeable_in_readonly")) != 1 {
		t.Error("the analyst may do more, or less, than read with a limit of time")
	}
	if analyst.text(t, "constraints/max_execution_time/max") == "" || len(config.all("quotas/analyst/interval")) != 1 {
		t.Error("the analyst has no limits")
	}
}

// TestAnalystsReadTheViews compares the rights of the account with those of the role.
func TestAnalystsReadTheViews(t *testing.T) {
	const prefix = "GRANT SELECT ON nyckeltal."
	var granted []string
	for _, grant := range readXML(t, "clickhouse/users.d/nyckeltal.xml").texts("users/analyst/grants/query") {
		view, ok := strings.CutPrefix(grant, prefix)
		if !ok {
			t.Errorf("%q is not about a view", grant)
		}
		granted = append(granted, view)
	}
	if want := load.Readable(load.Analyst); !slices.Equal(granted, want) {
		t.Errorf("granted %v\nviews   %v", granted, want)
	}
}
